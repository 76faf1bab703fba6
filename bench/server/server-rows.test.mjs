import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthOf } from './measure-memory.mjs';
import { serverRows } from './server-rows.mjs';

describe('growth', () => {
  it('is the slope of the second half per 10,000 requests and ignores the first half', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 500 }), (slope, start) => {
        const samples = Array.from({ length: 10 }, (_, index) => ({
          requests: (index + 1) * 5000,
          value: index < 5 ? start * index : start + (slope * index) / 2,
        }));
        expect(growthOf(samples)).toBeCloseTo(slope, 6);
      }),
    );
  });
});

describe('the goal of a workload', () => {
  const stage = new Map([
    ['this-project', [result(90), result(80), result(100)]],
    ['floor', [result(200)]],
    ['charged-floor', [result(100)]],
  ]);
  const measurements = {
    results: new Map([['embed-short-16', stage]]),
    absent: new Map([['infinity', 'no Python']]),
    cosines: new Map(),
    failures: [],
    memory: undefined,
  };
  const rows = serverRows(measurements);
  const rowOf = (/** @type {string} */ id) => rows.find((row) => row.id === id);

  it('compares the median rate with that of the engine beside the load generator', () => {
    expect(rowOf('goal/embed-short')).toMatchObject({ value: 90, unit: '%', goal: '>= 85', holds: true });
  });

  it('is neither met nor missed without measurements, and the row of an absent server contains the reason', () => {
    expect(rowOf('goal/rerank')).toMatchObject({ value: null, holds: null });
    expect(rowOf('embed-short-16/infinity')?.description).toContain('no Python');
    expect(rowOf('embed-short-16/floor')).toMatchObject({ value: 100, unit: 'requests/s' });
  });
});

/** @param {number} items */
function result(items) {
  return { seconds: 2, items, failed: 0, p50: 1, p99: 2 };
}
