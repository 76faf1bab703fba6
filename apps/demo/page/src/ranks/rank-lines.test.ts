import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FoundDocument } from '../../../src/web/contract.ts';
import { rankLines } from './rank-lines.ts';

/** Returns documents in the order of their final ranks, with these ranks in the first stage. */
function documents(firstRanks: readonly number[]): FoundDocument[] {
  return firstRanks.map((rank, id) => ({
    id,
    text: `Text ${id}`,
    snippet: `Text ${id}`,
    shown: true,
    firstStage: { rank, score: -rank },
    stages: {},
  }));
}

const permutations = fc.integer({ min: 1, max: 100 }).chain((count) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, index) => index + 1),
    { minLength: count },
  ),
);

describe('rankLines', () => {
  it('returns the first and the final rank of each document', () => {
    const ways = rankLines(documents([2, 3, 1])).map(({ before, after, change }) => [before, after, change]);
    expect(ways).toEqual([
      [2, 1, 1],
      [3, 2, 1],
      [1, 3, -2],
    ]);
  });

  it('uses every rank once on both sides, with changes that add up to 0', () => {
    fc.assert(
      fc.property(permutations, (ranks) => {
        const lines = rankLines(documents(ranks));
        const places = ranks.map((_, index) => index + 1);
        expect(lines.map(({ before }) => before).toSorted((a, b) => a - b)).toEqual(places);
        expect(lines.map(({ after }) => after)).toEqual(places);
        expect(lines.reduce((sum, { change }) => sum + change, 0)).toBe(0);
      }),
    );
  });

  it('renumbers the first ranks when some first-stage documents are missing', () => {
    expect(rankLines(documents([40, 7])).map(({ before }) => before)).toEqual([2, 1]);
  });

  it('marks the best topK as shown', () => {
    expect(rankLines(documents([1, 2, 3]), 2).map(({ isShown }) => isShown)).toEqual([true, true, false]);
  });
});
