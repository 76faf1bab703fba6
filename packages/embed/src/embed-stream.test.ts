import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';

import { DisposedError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { SparseTextEmbedding, StaticTextEmbedding, TextEmbedding } from '@x/embed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const load = (options = {}) => TextEmbedding.load(name, { searchFrom: [import.meta.url], threads: 1, ...options });

let embedding: TextEmbedding;
beforeAll(async () => {
  embedding = await load();
});
afterAll(() => embedding.dispose());

/** Returns an endless source of a few repeated texts, which the model runs once each, and the state of the source. */
function endlessTexts(): { source: AsyncGenerator<string>; state: { read: number; isClosed: boolean } } {
  const state = { read: 0, isClosed: false };
  async function* source(): AsyncGenerator<string> {
    try {
      for (;;) yield `text ${state.read++ % 7}`;
    } finally {
      state.isClosed = true;
    }
  }
  return { source: source(), state };
}

describe('embedStream', () => {
  it('stops reading the source at the look-ahead limit while the consumer is slow', async () => {
    const { source, state } = endlessTexts();
    let [consumed, furthest] = [0, 0];
    for await (const vector of embedding.embedStream(source)) {
      expect(vector).toHaveLength(384);
      consumed++;
      // Gives the reader the chance to read further.
      for (let turn = 0; turn < 3; turn++) await setImmediate();
      furthest = Math.max(furthest, state.read - consumed);
      if (consumed === 600) break;
    }
    // 512 texts are ready, and the next one was read and waits.
    expect(furthest).toBeLessThanOrEqual(513);
    expect(furthest).toBeGreaterThanOrEqual(511);
  });

  it('closes the source when the consumer returns early, and keeps the model usable', async () => {
    const { source, state } = endlessTexts();
    const { signal } = new AbortController();
    const vectors = embedding.embedStream(source, { signal });
    await vectors.next();
    expect(await vectors.return()).toEqual({ value: undefined, done: true });
    while (!state.isClosed) await setImmediate();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(await embedding.embed(['next'])).toHaveLength(1);
  });

  it('closes the source when the model is disposed of', async () => {
    const disposed = await load({ isolation: 'inline' });
    const { source, state } = endlessTexts();
    const vectors = disposed.embedStream(source);
    await vectors.next();
    await disposed.dispose();
    const error = await drain(vectors);
    expect(error).toBeInstanceOf(DisposedError);
    while (!state.isClosed) await setImmediate();
  });
});

describe.each([
  ['TextEmbedding', () => load({ isolation: 'inline' })],
  ['StaticTextEmbedding', () => StaticTextEmbedding.load('x/static-en', { searchFrom: [import.meta.url] })],
  ['SparseTextEmbedding', () => SparseTextEmbedding.load('Qdrant/bm25')],
])('a stream of %s whose source waits', (_, loadModel) => {
  async function* waiting(): AsyncGenerator<string> {
    yield 'text';
    await new Promise(() => {});
  }

  it('rejects with the reason of an abort, and with a DisposedError when the model is disposed of', async () => {
    await using model = await loadModel();
    const controller = new AbortController();
    const aborted = model.embedStream(waiting(), { signal: controller.signal });
    const abandoned = model.embedStream(waiting());
    await Promise.all([aborted.next(), abandoned.next()]);
    const outcomes = Promise.allSettled([aborted.next(), abandoned.next()]);
    const reason = new Error('enough');
    controller.abort(reason);
    await model.dispose();
    const [first, second] = await outcomes;
    expect(first).toEqual({ status: 'rejected', reason });
    expect(second.status === 'rejected' && second.reason).toBeInstanceOf(DisposedError);
  });
});

describe('an abort', () => {
  it.each(['worker', 'process', 'inline'] as const)(
    'removes its listeners in %s isolation, whichever calls are running',
    async (isolation) => {
      await using model = await load({ isolation });
      const controller = new AbortController();
      const { signal } = controller;
      const texts = Array.from({ length: 300 }, (_, index) => `${index} bees`);
      const stream = model.embedStream(texts, { signal });
      await stream.next();
      const calls = [model.embed(texts, { signal }), model.queryEmbed('one bee', { signal }), stream.next()];
      expect(getEventListeners(signal, 'abort').length).toBeGreaterThan(0);
      const reason = new Error('enough');
      controller.abort(reason);
      const outcomes = await Promise.allSettled(calls);
      // The second result of the stream may have been ready before the abort.
      for (const outcome of outcomes.slice(0, 2)) expect(outcome).toEqual({ status: 'rejected', reason });
      expect(await drain(stream)).toBe(outcomes[2]!.status === 'rejected' ? undefined : reason);
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
      const { signal: unused } = new AbortController();
      await model.embed(['a'], { signal: unused });
      expect(getEventListeners(unused, 'abort')).toHaveLength(0);
    },
  );
});

it('embed returns the same vectors in a separate process', async () => {
  await using apart = await load({ isolation: 'process' });
  const texts = ['The cat sits on the mat.', '', '漢字 😀'];
  expect(await apart.embed(texts)).toEqual(await embedding.embed(texts));
});

/** Returns the reason with which an iteration rejects; `undefined` when it ends. */
async function drain(vectors: AsyncGenerator<Float32Array>): Promise<unknown> {
  try {
    for (;;) if ((await vectors.next()).done === true) return undefined;
  } catch (error) {
    return error;
  }
}
