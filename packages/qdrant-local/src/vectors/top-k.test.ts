import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Turns } from '../turns/turns.ts';
import { TopK } from './top-k.ts';

test('keeps what sorting everything would keep, with ties in the given order', async () => {
  const scores = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, -Infinity, 0.5)), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(scores, fc.integer({ min: 0, max: 70 }), async (offered, capacity) => {
      // Compares higher slots first, so that the expected order differs from the order of the offers.
      const topK = new TopK(capacity, (a, b) => b - a);
      for (const [slot, score] of offered.entries()) topK.offer(score, slot);
      const expected = offered
        .map((score, slot) => ({ score: Number.isNaN(score) ? -Infinity : score, slot }))
        .toSorted((a, b) => (a.score === b.score ? b.slot - a.slot : b.score - a.score))
        .slice(0, capacity);
      expect(await topK.sorted(new Turns())).toEqual(expected);
    }),
  );
});
