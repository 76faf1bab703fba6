import assert from 'node:assert/strict';

import type { EmbedderCallOptions } from '../contracts/embedder.ts';
import type { ProgressEvent } from '../progress.ts';
import type { Checks } from './conformance-case.ts';
import {
  requireAbortedBefore,
  requireAbortedMeanwhile,
  requireListenersGone,
  requireTypedRejection,
} from './signal-checks.ts';

/** The members that embedders of every kind have in common. */
export interface EmbedderOf<Vector> {
  readonly modelName: string;
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<readonly Vector[]>;
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<Vector>;
}

/** The checks that are specific to one kind of vectors. */
export interface VectorChecks<Vector, Subject extends EmbedderOf<Vector>> {
  /** Returns all numbers of a vector. */
  readonly numbersOf: (vector: Vector) => ArrayLike<number>;
  /** Throws when the vector is not valid for this embedder. */
  readonly requireValid: (vector: Vector, embedder: Subject) => void;
}

/** A query to embed. */
export const query = 'Who collects nectar?';
const long = 'A bee flies from flower to flower. '.repeat(200);
/** Documents to embed. The first and the last are the same. */
export const texts: readonly string[] = Object.freeze([
  'Bees collect nectar.',
  long,
  'x',
  '蜂が蜜を集める',
  'A 🐝!',
  'Bees collect nectar.',
]);

/** Returns the checks that embedders of every kind have in common. */
export function embeddingChecks<Vector, Subject extends EmbedderOf<Vector>>(
  vectors: VectorChecks<Vector, Subject>,
  tolerance: number,
): Checks<Subject> {
  return { ...vectorChecks(vectors, tolerance), ...callChecks() };
}

function vectorChecks<Vector, Subject extends EmbedderOf<Vector>>(
  { numbersOf, requireValid }: VectorChecks<Vector, Subject>,
  tolerance: number,
): Checks<Subject> {
  const requireVector = (vector: Vector, embedder: Subject): void => {
    requireValid(vector, embedder);
    assert.ok(Array.from(numbersOf(vector)).every(Number.isFinite), 'all numbers of a vector are finite');
  };
  const requireCloseVectors = (actual: Vector, expected: Vector, message: string): void =>
    requireClose(numbersOf(actual), numbersOf(expected), { tolerance, message });
  return {
    'passageEmbed returns one vector of finite numbers per document': async (embedder) => {
      const vectors = await embedder.passageEmbed(texts);
      assert.equal(vectors.length, texts.length);
      for (const vector of vectors) requireVector(vector, embedder);
    },
    'passageEmbed keeps the input order, and other documents do not change a vector': async (embedder) => {
      const together = await embedder.passageEmbed(texts);
      for (const [index, text] of texts.entries()) {
        const [alone] = await embedder.passageEmbed([text]);
        requireCloseVectors(
          together[index]!,
          alone!,
          `document ${index} has a different vector when it is embedded alone`,
        );
      }
    },
    'passageEmbed returns vectors that later calls do not change': async (embedder) => {
      const [vector] = await embedder.passageEmbed([texts[0]!]);
      const before = Array.from(numbersOf(vector!));
      await embedder.passageEmbed(['Something else.', long]);
      assert.deepEqual(Array.from(numbersOf(vector!)), before);
    },
    'passageEmbed returns an empty array for no documents': async (embedder) => {
      assert.deepEqual(await embedder.passageEmbed(Object.freeze([])), []);
    },
    'queryEmbed returns one vector of finite numbers, the same each time': async (embedder) => {
      const vector = await embedder.queryEmbed(query);
      requireVector(vector, embedder);
      requireCloseVectors(await embedder.queryEmbed(query), vector, 'a query has a different vector the second time');
    },
  };
}

function callChecks<Subject extends EmbedderOf<unknown>>(): Checks<Subject> {
  return {
    'the model has a name': async ({ modelName }) => {
      assert.ok(typeof modelName === 'string' && modelName !== '', 'modelName must not be empty');
    },
    'passageEmbed and queryEmbed refuse values that are not strings': async (embedder) => {
      for (const wrong of [7, null, {}] as unknown as string[]) {
        await requireTypedRejection(() => embedder.passageEmbed(['Bees.', wrong]));
        await requireTypedRejection(() => embedder.queryEmbed(wrong));
      }
      await requireTypedRejection(() => embedder.passageEmbed('Bees.' as unknown as string[]));
    },
    "passageEmbed and queryEmbed reject with the signal's reason when it is already aborted": async (embedder) => {
      await requireAbortedBefore((signal) => embedder.passageEmbed(texts, { signal }));
      await requireAbortedBefore((signal) => embedder.queryEmbed(query, { signal }));
    },
    "passageEmbed and queryEmbed end with a result or the signal's reason when it aborts during the call": async (
      embedder,
    ) => {
      await requireAbortedMeanwhile((signal) => embedder.passageEmbed(texts, { signal }));
      await requireAbortedMeanwhile((signal) => embedder.queryEmbed(query, { signal }));
      // The aborted calls must not block the next call.
      assert.equal((await embedder.passageEmbed(['Bees.'])).length, 1);
    },
    'passageEmbed and queryEmbed leave no listener on the signal': async (embedder) => {
      await requireListenersGone((signal) => embedder.passageEmbed(texts, { signal }));
      await requireListenersGone((signal) => embedder.queryEmbed(query, { signal }));
    },
    'passageEmbed reports its tokens at most once': async (embedder) => {
      const counts: number[] = [];
      await embedder.passageEmbed(texts, { onUsage: ({ tokens }) => void counts.push(tokens) });
      assert.ok(counts.length <= 1, 'a call reports its tokens once');
      for (const tokens of counts) assert.ok(Number.isSafeInteger(tokens) && tokens >= 0, 'tokens is a count');
    },
    'passageEmbed reports progress, if any, from 0 to the total': async (embedder) => {
      const events: ProgressEvent[] = [];
      await embedder.passageEmbed(texts, { onProgress: (event) => void events.push(event) });
      requireProgress(events);
    },
  };
}

/** Throws unless both lists have the same length and their numbers differ by at most the tolerance. */
export function requireClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { tolerance, message }: { readonly tolerance: number; readonly message: string },
): void {
  const [left, right] = [Array.from(actual), Array.from(expected)];
  const isClose = left.length === right.length && left.every((value, at) => Math.abs(value - right[at]!) <= tolerance);
  assert.ok(isClose, message);
}

/** Throws unless the events, if any, start at 0, never decrease and end at the total. */
export function requireProgress(events: readonly ProgressEvent[]): void {
  if (events.length === 0) return;
  const completed = events.map((event) => event.completed);
  assert.equal(completed[0], 0, 'the first event has completed 0');
  assert.deepEqual(
    completed,
    completed.toSorted((a, b) => a - b),
    'progress never goes back',
  );
  const last = events.at(-1)!;
  assert.equal(last.completed, last.total, 'the last event has completed the total');
}
