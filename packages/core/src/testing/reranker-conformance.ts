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
  /** Hands a reranker to `use`; it is called for each case, and may hand over the same one each time. */
  readonly withReranker: WithSubject<Reranker>;
  /**
   * How far two scores of one document may be apart when it is scored alone and among others: rounding differs with the size of a
   * batch. @default 0.0001
   */
  readonly tolerance?: number;
}

// Shares words with some documents, the first not among them, so that even a count of words puts them in an order of its own.
const query = 'who collects nectar from flowers';
const documents: readonly string[] = Object.freeze([
  'The moon is far away.',
  'Bees collect nectar from flowers.',
  '蜂が蜜を集める',
  'Nectar is sweet 🐝',
  'The moon is far away.',
  'A tale of two cities.',
]);

/**
 * What {@link Reranker} promises, as cases for any test runner.
 *
 * @throws {InvalidArgumentError} when `skip` names no case, or gives no reason.
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
    'rerank gives every document once, with its place in the input and its text': async (reranker) => {
      const ranked = await reranker.rerank(query, documents);
      const indices = indicesOf(ranked);
      assert.deepEqual(
        indices.toSorted((a, b) => a - b),
        [...documents.keys()],
      );
      for (const { index, document } of ranked) assert.equal(document, documents[index]);
    },
    'rerank gives finite scores, most relevant first; equal scores keep the order of the input': async (reranker) => {
      requireSorted(await reranker.rerank(query, documents));
      requireSorted(await reranker.rerank(query, ['Bees.', 'Bees.', 'Bees.', 'Bees.']));
    },
    'a document has the same score whatever its neighbours': async (reranker) => {
      for (const { document, score } of await reranker.rerank(query, documents)) {
        const [alone] = await reranker.rerank(query, [document]);
        assert.ok(
          Math.abs(alone!.score - score) <= tolerance,
          `${document}: ${alone!.score} alone, ${score} among others`,
        );
      }
    },
    'topK gives the best of all, and all when there are fewer': async (reranker) => {
      const all = indicesOf(await reranker.rerank(query, documents));
      assert.deepEqual(indicesOf(await reranker.rerank(query, documents, { topK: 2 })), all.slice(0, 2));
      assert.deepEqual(indicesOf(await reranker.rerank(query, documents, { topK: 100 })), all);
    },
    'rerank gives an empty array for no documents': async (reranker) => {
      assert.deepEqual(await reranker.rerank(query, Object.freeze([])), []);
    },
  };
}

function callChecks(): Checks<Reranker> {
  return {
    'the model has a name': async ({ modelName }) => {
      assert.ok(typeof modelName === 'string' && modelName !== '', 'modelName must be filled');
    },
    'rerank refuses what is no text, and a topK that is no count': async (reranker) => {
      for (const wrong of [7, null, {}] as unknown as string[]) {
        await requireTypedRejection(() => reranker.rerank(query, ['Bees.', wrong]));
        await requireTypedRejection(() => reranker.rerank(wrong, ['Bees.']));
      }
      for (const topK of [-1, 1.5]) await requireTypedRejection(() => reranker.rerank(query, documents, { topK }));
    },
    "rerank rejects with its signal's own reason when that was aborted before": async (reranker) => {
      await requireAbortedBefore((signal) => reranker.rerank(query, documents, { signal }));
    },
    "rerank ends with its signal's own reason, or its result, when that is aborted meanwhile": async (reranker) => {
      await requireAbortedMeanwhile((signal) => reranker.rerank(query, documents, { signal }));
      // What was aborted must not hold up what comes next.
      assert.equal((await reranker.rerank(query, documents)).length, documents.length);
    },
    'rerank leaves no listener on its signal': async (reranker) => {
      await requireListenersGone((signal) => reranker.rerank(query, documents, { signal }));
    },
    'rerank tells progress, if at all, from nothing to all': async (reranker) => {
      const events: ProgressEvent[] = [];
      await reranker.rerank(query, documents, { onProgress: (event) => void events.push(event) });
      requireProgress(events);
    },
  };
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
    assert.ok(earlier.score > later.score || earlier.index < later.index, 'equal scores keep the order of the input');
  }
}
