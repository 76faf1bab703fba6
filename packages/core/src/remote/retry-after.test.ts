import { describe, expect, it } from 'vitest';

import { parseRetryAfter, retryAfterIn } from './retry-after.ts';

const now = Date.parse('Mon, 05 Jan 2026 10:00:00 GMT');

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['12', 12_000],
    [' 120 ', 120_000],
    ['Mon, 05 Jan 2026 10:00:30 GMT', 30_000],
    ['Monday, 05-Jan-26 10:01:00 GMT', 60_000],
    ['Mon, 05 Jan 2026 09:00:00 GMT', 0],
    ['-1', undefined],
    ['1.5', 1500],
    ['0.0004', 1],
    ['1.', undefined],
    ['0x10', undefined],
    ['soon', undefined],
    ['Mon, soon', undefined],
    ['', undefined],
  ])('reads %j as %s ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});

describe('retryAfterIn', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ['a date', { 'retry-after': 'Mon, 05 Jan 2026 10:00:30 GMT' }, 30_000],
    [
      'a date from a clock that is years ahead of the local clock',
      { 'retry-after': 'Mon, 01 Jan 2035 00:00:09 GMT', date: 'Mon, 01 Jan 2035 00:00:00 GMT' },
      9000,
    ],
    ['milliseconds before seconds', { 'retry-after-ms': '1500', 'retry-after': '120' }, 1500],
    ['seconds when the milliseconds are not a number', { 'retry-after-ms': 'soon', 'retry-after': '2' }, 2000],
    ['no header', {}, undefined],
  ])('reads %s', (_, headers, expected) => {
    expect(retryAfterIn(new Headers(headers), now)).toBe(expected);
  });
});
