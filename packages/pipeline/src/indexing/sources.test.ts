// Sources that are silent or long.
import { describe, expect, it } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import type { PipelineDocument } from './index-options.ts';

interface Note {
  readonly text: string;
}

const note = (id: number): PipelineDocument<Note> => ({ id, payload: { text: `note ${id}` } });
const pipeline = () => createSearchPipeline<Note>({ store: new FakeStore<Note>(), embedder: lengthEmbedder() });

describe('index', () => {
  it('ends with the reason of its signal while the source is silent', async () => {
    const controller = new AbortController();
    const silent = (async function* (): AsyncGenerator<PipelineDocument<Note>> {
      yield note(1);
      controller.abort('stop');
      await new Promise(() => {});
    })();
    await expect(pipeline().index(silent, { signal: controller.signal })).rejects.toBe('stop');
  });

  it('reads nothing with an aborted signal', async () => {
    const read: number[] = [];
    const source = (function* () {
      read.push(1);
      yield note(1);
    })();
    await expect(pipeline().index(source, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
    expect(read).toEqual([]);
  });

  it.each(['list', 'iterable'])('gives way to the event loop while it reads a long %s', async (kind) => {
    const notes = Array.from({ length: 20_000 }, (_, id) => note(id));
    const controller = new AbortController();
    setImmediate(() => controller.abort('stop'));
    const source = kind === 'list' ? notes : new Set(notes);
    const run = pipeline().index(source, { signal: controller.signal, batchSize: 20_000 });
    await expect(run).rejects.toBe('stop');
  });
});
