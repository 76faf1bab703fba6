import { expect, test } from 'vitest';
import { measurementTables } from '../report/table.mjs';
import { maxSimRows } from './max-sim-rows.mjs';

const times = {
  int8: { memory: [3, 4, 3], memoryTwice: [5, 8, 4.5], disk: [6, 6, 6] },
  int4: { memory: [2, 2, 9], memoryTwice: [3, 3, 10], disk: [8, 8, 15] },
};

test('the time of candidates alone is the median increase when a query has twice as many candidates', () => {
  const rows = maxSimRows(times);
  expect(rows.find(({ id }) => id === 'max-sim/int8/candidates-alone')).toMatchObject({ value: 2, rounds: 3 });
  expect(rows.find(({ id }) => id === 'goal/max-sim/int8')).toMatchObject({ value: 2, holds: true });
});

test('the time of reading is the difference between a query on disk and a query in memory', () => {
  expect(maxSimRows(times).find(({ id }) => id === 'goal/max-sim/reading')).toMatchObject({ value: 6, holds: false });
});

test('a format without measurements has a goal without a value', () => {
  expect(maxSimRows(times).find(({ id }) => id === 'goal/max-sim/one bit')).toMatchObject({ value: null, holds: null });
});

test('the rows form one table with a line for each format', () => {
  const table = measurementTables(maxSimRows(times)).split('\n');
  expect(table[0]).toMatch(/^### 60 candidates of 150 token vectors/);
  expect(table[4]).toMatch(/^\| int8 +\| +3\.00 \|.*\| +6\.00 \| +2\.00 \|$/);
  expect(table[5]).toMatch(/^\| int4 /);
});
