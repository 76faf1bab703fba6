import { expect, test } from 'vitest';
import { int8Rows } from './int8-rows.mjs';

/** @param {number} itemsPerSecond */
const rounds = (itemsPerSecond) => [{ seconds: 2, items: 2 * itemsPerSecond }];

const measurements = {
  workloads: new Map([
    [
      'short',
      new Map([
        ['this-project', rounds(100)],
        ['this-project-int8', rounds(180)],
      ]),
    ],
  ]),
  coldStarts: new Map([
    ['this-project-int8', [400]],
    ['fastembed-python', [1000]],
  ]),
  absent: new Map([['fastembed-int8', 'Python was not found']]),
  participants: [],
};

test('a goal is the rate of int8 divided by the rate of the other contestant', () => {
  const rows = int8Rows(measurements);
  expect(rows.find(({ id }) => id === 'goal/int8/short/this-project')).toMatchObject({ value: 1.8, holds: true });
  expect(rows.find(({ id }) => id === 'goal/int8/cold-start')).toMatchObject({ value: 0.4, holds: true });
});

test('a goal without measurements has no value, and an absent contestant is listed with the reason', () => {
  const rows = int8Rows(measurements);
  expect(rows.find(({ id }) => id === 'goal/int8/mixed/fastembed-int8')).toMatchObject({ value: null, holds: null });
  const absent = rows.find(({ id }) => id === 'int8-short/fastembed-int8');
  expect(absent).toMatchObject({ value: null });
  expect(absent?.description).toContain('Python was not found');
});

test('each workload has its own table', () => {
  const tables = new Set(int8Rows(measurements).flatMap(({ id, goal }) => (goal === null ? [id.split('/')[0]] : [])));
  expect([...tables]).toEqual(['int8-short', 'int8-mixed', 'int8-long', 'int8-rerank-passages', 'int8-cold-start']);
});
