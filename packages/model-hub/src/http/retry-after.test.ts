import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2030-01-01T00:00:00Z');

describe('retryAfterMs', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['a date', { 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT' }, 30_000],
    ['a date gone by', { 'retry-after': 'Mon, 31 Dec 2029 23:59:00 GMT' }, 0],
    [
      'a date, with a clock that is years ahead of ours',
      { 'retry-after': 'Mon, 01 Jan 2035 00:00:09 GMT', date: 'Mon, 01 Jan 2035 00:00:00 GMT' },
      9000,
    ],
    ['nothing', {}, undefined],
    ['an empty value', { 'retry-after': '' }, undefined],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
  ])('understands %s', (_, headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected);
  });
});
