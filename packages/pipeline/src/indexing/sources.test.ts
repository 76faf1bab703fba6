// Sources that are silent, long or empty.
import { describe, expect, it, test } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import type { PipelineDocument } from './index-options.ts';

interface Note {
  readonly text: string;
}

const note = (id: number): PipelineDocument<Note> => ({ id, payload: { text: `note ${id}` } });
const pipelineOver = (store = new FakeStore<Note>()) =>
  createSearchPipeline<Note>({ store, embedder: lengthEmbedder() });

describe('index', () => {
  it('ends with the reason of its signal while the source is silent', async () => {
    const controller = new AbortController();
    const silent = (async function* (): AsyncGenerator<PipelineDocument<Note>> {
      yield note(1);
      controller.abort('stop');
      await new Promise(() => {});
    })();
    await expect(pipelineOver().index(silent, { signal: controller.signal })).rejects.toBe('stop');
  });

  it('reads nothing with an aborted signal', async () => {
    const read: number[] = [];
    const source = (function* () {
      read.push(1);
      yield note(1);
    })();
    await expect(pipelineOver().index(source, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
    expect(read).toEqual([]);
  });

  it.each(['list', 'iterable'])('gives way to the event loop while it reads a long %s', async (kind) => {
    const notes = Array.from({ length: 20_000 }, (_, id) => note(id));
    const controller = new AbortController();
    setImmediate(() => controller.abort('stop'));
    const source = kind === 'list' ? notes : new Set(notes);
    const run = pipelineOver().index(source, { signal: controller.signal, batchSize: 20_000 });
    await expect(run).rejects.toBe('stop');
  });
});

test('an empty source does not remove every document, unless that is allowed', async () => {
  const store = new FakeStore<Note>();
  await pipelineOver(store).index([note(1), note(2)]);
  for (const options of [{}, { runId: 1 }]) {
    const run = pipelineOver(store).index([], { removeVanished: true, ...options });
    await expect(run).rejects.toThrow(
      /would remove every stored document\. Check the source, or set allowEmpty to true\./,
    );
  }
  expect(store.points.size).toBe(2);
  expect(await pipelineOver(store).index([], { removeVanished: true, allowEmpty: true })).toMatchObject({ removed: 2 });
});
