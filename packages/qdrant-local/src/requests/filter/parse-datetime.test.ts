import { expect, test } from 'vitest';

import { parseDatetime } from './parse-datetime.ts';

test.each([
  ['2024-03-05T10:00:00Z', Date.UTC(2024, 2, 5, 10) * 1000],
  ['2024-03-05T10:00:00.123456789Z', Date.UTC(2024, 2, 5, 10) * 1000 + 123_456],
  ['2024-03-05T10:00:00+02:00', Date.UTC(2024, 2, 5, 8) * 1000],
  ['2024-03-05T10:00:00-0330', Date.UTC(2024, 2, 5, 13, 30) * 1000],
  ['2024-03-05T10:00:00+02', Date.UTC(2024, 2, 5, 8) * 1000],
  ['2024-03-05 10:00', Date.UTC(2024, 2, 5, 10) * 1000],
  ['2024-03-05T10:00:00', Date.UTC(2024, 2, 5, 10) * 1000],
  ['2024-1-5', Date.UTC(2024, 0, 5) * 1000],
  ['0001-01-01T00:00:00', -62_135_596_800_000_000],
  ['0050-12-31', -60_557_846_400_000_000],
  ['2024-03-05', Date.UTC(2024, 2, 5) * 1000],
  ['1969-12-31T23:59:59.5Z', -500_000],
])('parses %s as %d microseconds', (text, expected) => {
  expect(parseDatetime(text)).toBe(expected);
});

test.each(['', 'yesterday', '2024-02-30', '2024-13-01', '2024-01-01T24:00:00Z', '2024-1-32', '1709632800'])(
  'returns undefined for %j',
  (text) => {
    expect(parseDatetime(text)).toBeUndefined();
  },
);
