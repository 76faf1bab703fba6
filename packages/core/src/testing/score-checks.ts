import assert from 'node:assert/strict';

import type { StoreHit } from '../contracts/vector-store.ts';

/** Throws unless the scores of hits at different distances are finite, distinct and ordered from closest to farthest. */
export function requireScoresInOrder(hits: readonly StoreHit[], isLowerCloser: boolean): void {
  const scores = hits.map(({ score }) => score);
  assert.ok(scores.every(Number.isFinite), `scores must be finite, but are ${scores.join(', ')}`);
  const sorted = scores.toSorted((a, b) => (isLowerCloser ? a - b : b - a));
  assert.deepEqual(scores, sorted, `lowerIsCloser says that ${isLowerCloser ? 'lower' : 'higher'} scores are closer`);
  assert.equal(new Set(scores).size, scores.length, 'different distances have different scores');
}
