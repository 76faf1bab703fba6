import { expect, test } from 'vitest';
import { measurementTables } from '../report/table.mjs';
import { maxSimRows } from './max-sim-rows.mjs';

const times = {
  int8: { memory: [3, 4, 3], memoryTwice: [5, 8, 4.5], disk: [6, 6, 6] },
  int4: { memory: [2, 2, 9], memoryTwice: [3, 3, 10], disk: [8, 8, 15] },
};

test('candidates alone are what as many again add to a query, the median of pairs', () => {
  const rows = maxSimRows(times);
  expect(rows.find(({ id }) => id === 'max-sim/int8/candidates-alone')).toMatchObject({ value: 2, rounds: 3 });
  expect(rows.find(({ id }) => id === 'goal/max-sim/int8')).toMatchObject({ value: 2, holds: true });
});

test('reading is what a query on disk takes longer than one in memory', () => {
  expect(maxSimRows(times).find(({ id }) => id === 'goal/max-sim/reading')).toMatchObject({ value: 6, holds: false });
});

test('a kind that was not measured has a goal without a value', () => {
  expect(maxSimRows(times).find(({ id }) => id === 'goal/max-sim/one bit')).toMatchObject({ value: null, holds: null });
});

test('the rows are one table, a line for each kind', () => {
  const table = measurementTables(maxSimRows(times)).split('\n');
  expect(table[0]).toMatch(/^### 60 candidates of 150 token vectors/);
  expect(table[4]).toMatch(/^\| int8 +\| +3\.00 \|.*\| +6\.00 \| +2\.00 \|$/);
  expect(table[5]).toMatch(/^\| int4 /);
});
