import assert from 'node:assert/strict';

import type { RankedDocument, Reranker } from '../contracts/reranker.ts';
import type { ProgressEvent } from '../progress.ts';
import {
  type Checks,
  type ConformanceCase,
  type ConformanceOptions,
  conformanceCases,
  type WithSubject,
} from './conformance-case.ts';
import { requireProgress } from './embedding-checks.ts';
import {
  requireAbortedBefore,
  requireAbortedMeanwhile,
  requireListenersGone,
  requireTypedRejection,
} from './signal-checks.ts';

/** Options of {@link rerankerConformance}. */
export interface RerankerConformanceOptions extends ConformanceOptions {
  /** Passes a reranker to `use`. It is called for each case and may pass the same reranker each time. */
  readonly withReranker: WithSubject<Reranker>;
  /**
   * Maximum difference between the scores of a document scored alone and with other documents. Rounding differs with the batch size. @default 0.0001
   */
  readonly tolerance?: number;
}

// The query shares words with some documents but not with the first, so that even counting common words changes their order.
const query = 'who collects nectar from flowers';
const documents: readonly string[] = Object.freeze([
  'The moon is far away.',
  'Bees collect nectar from flowers.',
  '蜂が蜜を集める',
  'Nectar is sweet 🐝',
  'The moon is far away.',
  'A tale of two cities.',
  '  Flowers\topen at noon. \n',
]);

/**
 * Returns cases for any test runner that test the contract of {@link Reranker}.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 * @example
 * for (const { name, run } of rerankerConformance({ withReranker: (use) => use(reranker) })) it(name, run);
 */
export function rerankerConformance({
  withReranker,
  tolerance = 0.0001,
  skip = {},
}: RerankerConformanceOptions): ConformanceCase[] {
  return conformanceCases({ ...rankingChecks(tolerance), ...callChecks() }, withReranker, { skip });
}

function rankingChecks(tolerance: number): Checks<Reranker> {
  return {
    'rerank returns every document once, with its index in the input and its text': async (reranker) => {
      const ranked = await reranker.rerank(query, documents);
      const indices = indicesOf(ranked);
      assert.deepEqual(
        indices.toSorted((a, b) => a - b),
        [...documents.keys()],
      );
      for (const result of ranked) {
        assert.equal(result.document, documents[result.index]);
        requirePart(result);
      }
    },
    'rerank returns finite scores, most relevant first, and equal scores keep the input order': async (reranker) => {
      requireSorted(await reranker.rerank(query, documents));
      requireSorted(await reranker.rerank(query, ['Bees.', 'Bees.', 'Bees.', 'Bees.']));
    },
    'other documents do not change the score of a document': async (reranker) => {
      for (const { document, score } of await reranker.rerank(query, documents)) {
        const [alone] = await reranker.rerank(query, [document]);
        assert.ok(
          Math.abs(alone!.score - score) <= tolerance,
          `${document}: ${alone!.score} alone, ${score} with other documents`,
        );
      }
    },
    'topK returns the best of all documents, or all when there are fewer': async (reranker) => {
      const all = indicesOf(await reranker.rerank(query, documents));
      assert.deepEqual(indicesOf(await reranker.rerank(query, documents, { topK: 2 })), all.slice(0, 2));
      assert.deepEqual(indicesOf(await reranker.rerank(query, documents, { topK: 100 })), all);
    },
    'rerank returns an empty array for no documents': async (reranker) => {
      assert.deepEqual(await reranker.rerank(query, Object.freeze([])), []);
    },
  };
}

function callChecks(): Checks<Reranker> {
  return {
    'the model has a name': async ({ modelName }) => {
      assert.ok(typeof modelName === 'string' && modelName !== '', 'modelName must not be empty');
    },
    'rerank refuses values that are not strings, and a topK that is not a count': async (reranker) => {
      for (const wrong of [7, null, {}] as unknown as string[]) {
        await requireTypedRejection(() => reranker.rerank(query, ['Bees.', wrong]));
        await requireTypedRejection(() => reranker.rerank(wrong, ['Bees.']));
      }
      for (const topK of [-1, 1.5]) await requireTypedRejection(() => reranker.rerank(query, documents, { topK }));
    },
    "rerank rejects with the signal's reason when it is already aborted": async (reranker) => {
      await requireAbortedBefore((signal) => reranker.rerank(query, documents, { signal }));
    },
    "rerank ends with a result or the signal's reason when it aborts during the call": async (reranker) => {
      await requireAbortedMeanwhile((signal) => reranker.rerank(query, documents, { signal }));
      // The aborted call must not block the next call.
      assert.equal((await reranker.rerank(query, documents)).length, documents.length);
    },
    'rerank leaves no listener on the signal': async (reranker) => {
      await requireListenersGone((signal) => reranker.rerank(query, documents, { signal }));
    },
    'rerank reports progress, if any, from 0 to the total': async (reranker) => {
      const events: ProgressEvent[] = [];
      await reranker.rerank(query, documents, { onProgress: (event) => void events.push(event) });
      requireProgress(events);
    },
  };
}

/** Requires that the scored part lies within its document, and that an absent number of truncated tokens means none. */
function requirePart({ document, passage, truncatedTokens }: RankedDocument): void {
  if (passage !== undefined) {
    const { start, end } = passage;
    const isWithin =
      Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= document.length;
    assert.ok(isWithin, `a passage lies within its document, but is ${start} to ${end}`);
  }
  const isCount = truncatedTokens === undefined || (Number.isInteger(truncatedTokens) && truncatedTokens > 0);
  assert.ok(isCount, `truncatedTokens is at least 1 or absent, but is ${truncatedTokens}`);
}

function indicesOf(ranked: readonly RankedDocument[]): number[] {
  return ranked.map(({ index }) => index);
}

function requireSorted(ranked: readonly RankedDocument[]): void {
  for (const { score } of ranked) assert.ok(Number.isFinite(score), `a score must be finite, but is ${score}`);
  for (const [at, later] of ranked.entries()) {
    const earlier = ranked[at - 1];
    if (earlier === undefined) continue;
    assert.ok(earlier.score >= later.score, 'the most relevant document comes first');
    assert.ok(earlier.score > later.score || earlier.index < later.index, 'equal scores keep the input order');
  }
}
