import { getEventListeners, once } from 'node:events';
import { type Deferred, deferred } from '@x/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchReader } from './batch-reader.ts';
import { StoredPoints } from './stored-points.ts';
import { uploadInBatches } from './upload-pipeline.ts';

/** Uploads the numbers from 0 in batches of one. Each step ends when the test calls `finish`. */
function setup({ count = 10, parallel = 1, signal }: { count?: number; parallel?: number; signal?: AbortSignal } = {}) {
  const log: string[] = [];
  const open = new Map<string, Deferred>();
  const gate = (name: string): Promise<void> => {
    log.push(name);
    open.set(name, deferred());
    return open.get(name)!.promise;
  };
  const numbers = Array.from({ length: count }, (_, index) => index);
  const upload = uploadInBatches(new BatchReader(numbers, 1, 0), {
    parallel,
    signal,
    async prepare({ first }) {
      await gate(`embed ${first}`);
      return [{ first, points: [first] }];
    },
    store: ({ first }) => gate(`store ${first}`),
    onStored: ({ first }) => void log.push(`stored ${first}`),
  });
  /** Ends a step and waits until its consequences have run. */
  const finish = async (name: string, error?: Error): Promise<void> => {
    if (error === undefined) open.get(name)!.resolve();
    else open.get(name)!.reject(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { log, upload, finish, settled: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe('uploadInBatches', () => {
  it('embeds the next batch while this one is being stored, and no further', async () => {
    const { log, finish, settled } = setup();
    await settled();
    await finish('embed 0');
    expect(log).toEqual(['embed 0', 'store 0', 'embed 1']);
    await finish('embed 1');
    expect(log).toEqual(['embed 0', 'store 0', 'embed 1']);
    await finish('store 0');
    expect(log.slice(3)).toEqual(['stored 0', 'store 1', 'embed 2']);
  });

  it('stores up to `parallel` batches at the same time', async () => {
    const { log, finish, settled } = setup({ parallel: 2 });
    await settled();
    for (const step of ['embed 0', 'embed 1', 'embed 2']) await finish(step);
    expect(log.filter((step) => step.startsWith('store '))).toEqual(['store 0', 'store 1']);
    await finish('store 1');
    expect(log.slice(-3)).toEqual(['stored 1', 'store 2', 'embed 3']);
  });

  it('starts nothing after a failure, and waits for pending steps', async () => {
    const { log, upload, finish, settled } = setup({ parallel: 2, count: 3 });
    const failure = new Error('disk is full');
    const rejected = expect(upload).rejects.toBe(failure);
    await settled();
    await finish('embed 0');
    await finish('embed 1');
    await finish('store 0', failure);
    await finish('embed 2');
    expect(log).not.toContain('store 2');
    await finish('store 1');
    await rejected;
    expect(log.at(-1)).toBe('stored 1');
  });

  it("rejects with the signal's reason although the source does not answer, and leaves no listener", async () => {
    const controller = new AbortController();
    let isClosed = false;
    const silent: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        async return() {
          isClosed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const upload = uploadInBatches(new BatchReader(silent, 2, 0), {
      parallel: 1,
      signal: controller.signal,
      prepare: async () => [],
      store: async () => {},
      onStored: () => {},
    });
    controller.abort('enough');
    await expect(upload).rejects.toBe('enough');
    expect([isClosed, getEventListeners(controller.signal, 'abort')]).toEqual([true, []]);
  });

  it('cancels the embedding of the next batch when this one fails', async () => {
    const failure = new Error('disk is full');
    let reason: unknown;
    const upload = uploadInBatches(new BatchReader([0, 1], 1, 0), {
      parallel: 1,
      signal: undefined,
      prepare: async (batch, signal) => {
        if (batch.first === 0) return [batch];
        if (!signal.aborted) await once(signal, 'abort');
        reason = signal.reason;
        return [];
      },
      store: async () => {
        throw failure;
      },
      onStored: () => {},
    });
    await expect(upload).rejects.toBe(failure);
    expect(reason).toBe(failure);
  });
});

describe('StoredPoints', () => {
  it('resumes at the first gap, whatever the order of the stored batches', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 });
    const orders = lengths.chain((all) => {
      const batches = all.map((length, index) => ({ length, first: all.slice(0, index).reduce((a, b) => a + b, 7) }));
      return fc.tuple(fc.constant(batches), fc.shuffledSubarray(batches));
    });
    fc.assert(
      fc.property(orders, ([batches, arrived]) => {
        const stored = new StoredPoints(7);
        for (const { first, length } of arrived) stored.add(first, length);
        const gap = batches.find((batch) => !arrived.includes(batch));
        const end = batches.reduce((sum, { length }) => sum + length, 7);
        expect(stored.resumeAt).toBe(gap === undefined ? end : gap.first);
        expect(stored.count).toBe(arrived.reduce((sum, { length }) => sum + length, 0));
      }),
    );
  });
});
