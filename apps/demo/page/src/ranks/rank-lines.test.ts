import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { FoundDocument } from '../../../src/web/contract.ts';
import { rankLines } from './rank-lines.ts';

/** Documents by their last rank, of which the first stage had these ranks. */
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

describe('the lines of a ranking', () => {
  it('lead each document from its first place to its last', () => {
    const ways = rankLines(documents([2, 3, 1])).map(({ before, after, change }) => [before, after, change]);
    expect(ways).toEqual([
      [2, 1, 1],
      [3, 2, 1],
      [1, 3, -2],
    ]);
  });

  it('fill every place on both sides once, and lose as many places as they gain', () => {
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

  it('leave no gaps where the first stage had more than the candidates', () => {
    expect(rankLines(documents([40, 7])).map(({ before }) => before)).toEqual([2, 1]);
  });

  it('show the best topK', () => {
    expect(rankLines(documents([1, 2, 3]), 2).map(({ isShown }) => isShown)).toEqual([true, true, false]);
  });
});
