import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  distributionBasedScoreFusion,
  type ListedDocument,
  reciprocalRankFusion,
  weightedScoreFusion,
} from './fusion.ts';

const list = (scores: Record<string, number>): ListedDocument[] =>
  Object.entries(scores).map(([key, score], index) => ({ key, rank: index + 1, score }));

describe('reciprocalRankFusion', () => {
  it('scores a document with the sum of 1 / (k + rank)', () => {
    const scores = reciprocalRankFusion()([list({ a: 9, b: 1 }), list({ c: 0.5, a: 0.1 })]);
    expect(scores).toEqual(new Map([['a', 1 / 61 + 1 / 62], ['b', 1 / 62], ['c', 1 / 61]])); // prettier-ignore
  });

  it('weights each list', () => {
    const scores = reciprocalRankFusion({ k: 0, weights: [3, 1] })([list({ a: 1 }), list({ b: 1 })]);
    expect(scores).toEqual(new Map([['a', 3], ['b', 1]])); // prettier-ignore
  });

  it('ranks a document that is first in every list first, whatever the scores', () => {
    const keys = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 });
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1, maxLength: 4 }), (orders) => {
        const lists = orders.map((order) => list(Object.fromEntries(['best', ...order].map((key) => [key, 0]))));
        const scores = reciprocalRankFusion()(lists);
        for (const [key, score] of scores) if (key !== 'best') expect(scores.get('best')).toBeGreaterThan(score);
      }),
    );
  });

  it.each([{ k: -1 }, { k: NaN }, { weights: [-1] }])('refuses %o', (options) => {
    expect(() => reciprocalRankFusion(options)).toThrow(InvalidArgumentError);
  });

  it('refuses weights whose number differs from the number of lists', () => {
    expect(() => reciprocalRankFusion({ weights: [1] })([[], []])).toThrow(/one weight for each of the 2 lists/);
  });
});

describe('distributionBasedScoreFusion', () => {
  it('normalizes scores by the mean and deviation of the list', () => {
    // The mean is 2 and the sample deviation 1, so the range is -1 to 5.
    const scores = distributionBasedScoreFusion()([list({ a: 3, b: 2, c: 1 })]);
    expect(scores).toEqual(new Map([['a', 4 / 6], ['b', 0.5], ['c', 2 / 6]])); // prettier-ignore
  });

  it('returns 0.5 for equal scores and for a single score', () => {
    expect(distributionBasedScoreFusion()([list({ a: 7, b: 7 }), list({ a: 1 })])).toEqual(new Map([['a', 1], ['b', 0.5]])); // prettier-ignore
  });

  it('does not change when a list is shifted and scaled', () => {
    const scores = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        scores,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -50, max: 50 }),
        (values, factor, shift) => {
          const named = (change: (value: number) => number): ListedDocument[] =>
            values.map((value, index) => ({ key: String(index), rank: index + 1, score: change(value) }));
          const plain = distributionBasedScoreFusion()([named((value) => value)]);
          const changed = distributionBasedScoreFusion()([named((value) => value * factor + shift)]);
          for (const [key, score] of plain) expect(changed.get(key)).toBeCloseTo(score, 9);
        },
      ),
    );
  });
});

it('weightedScoreFusion scales each list to the range 0 to 1 and adds up by weight', () => {
  const scores = weightedScoreFusion({ weights: [1, 2] })([list({ a: 30, b: 20, c: 10 }), list({ c: 0.2, a: 0.1 })]);
  expect(scores).toEqual(new Map([['a', 1], ['b', 0.5], ['c', 2]])); // prettier-ignore
});
