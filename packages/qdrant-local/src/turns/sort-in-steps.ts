import { runInTurns, type Steps } from './steps.ts';
import type { Turns } from './turns.ts';

// Items merged in one step.
const itemsPerStep = 256;

// Items sorted in one step.
const runLength = 2048;

/** Returns the items in order. The sort is stable. */
export function sortInTurns<T>(items: readonly T[], compare: (a: T, b: T) => number, turns: Turns): Promise<T[]> {
  return runInTurns(sortInSteps(items, compare), turns);
}

/** {@link sortInTurns} as work in steps. */
export function* sortInSteps<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += runLength) {
    yield;
    runs.push(items.slice(from, from + runLength).toSorted(compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      const [left, right = []] = runs.slice(index, index + 2) as [T[], T[]?];
      merged.push(yield* merge(left, right, compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(left: T[], right: T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const merged: T[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    if (merged.length % itemsPerStep === 0) yield;
    const isLeft = r === right.length || (l < left.length && compare(left[l]!, right[r]!) <= 0);
    merged.push(isLeft ? left[l++]! : right[r++]!);
  }
  return merged;
}
