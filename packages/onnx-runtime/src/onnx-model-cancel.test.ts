import { getEventListeners } from 'node:events';

import type { EncodedSequence } from '@x/core';
import { lookUpGraph } from '@x/tiny-onnx';
import { describe, expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { collect, rejectionOf, sequence } from './__tests__/sequences.ts';
import type { Isolation } from './onnx-model-options.ts';

const { open, newGate } = modelOpener();
const lookUp = lookUpGraph({ vocabulary: 50, hidden: 1, valueOf: (token) => token });
const many = Array.from({ length: 40 }, (_, id) => sequence(id));

/** A source, and a promise that resolves when the source is closed. */
function closingSource(sequences: () => Generator<EncodedSequence>): {
  source: Iterable<EncodedSequence>;
  closed: Promise<void>;
} {
  let close!: () => void;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  function* source(): Generator<EncodedSequence> {
    try {
      yield* sequences();
    } finally {
      close();
    }
  }
  return { source: source(), closed };
}

describe.each<Isolation>(['worker', 'process', 'inline'])('in %s isolation', (isolation) => {
  test('an aborted signal rejects with its own reason before anything is read', async () => {
    const model = await open(lookUp, { isolation });
    const reason = { anything: true };
    const signal = AbortSignal.abort(reason);
    let isRead = false;
    function* source(): Generator<EncodedSequence> {
      isRead = true;
      yield sequence(1);
    }
    expect(await rejectionOf(collect(model.run(source(), { signal })))).toBe(reason);
    expect(isRead).toBe(false);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('an abort during a run rejects with its own reason and cancels only this call', async () => {
    const gate = newGate();
    const model = await open(lookUp, { isolation, batchSize: 1, gate });
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = model.run(many, { signal: controller.signal });
    expect((await run.next()).value).toEqual(Float32Array.of(0));
    const other = collect(model.run([sequence(7), sequence(8)]));
    controller.abort(reason);
    expect(await rejectionOf(run.next())).toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expect(await other).toEqual([[7], [8]]);
    // Only the runs that began before the abort, and those of the other call.
    expect(gate.runs).toBeLessThan(many.length / 2);
  });

  test('an abort cancels what waits even if the consumer never continues', async () => {
    const gate = newGate();
    const model = await open(lookUp, { isolation, batchSize: 1, gate });
    const controller = new AbortController();
    const run = model.run(many, { signal: controller.signal });
    await run.next();
    controller.abort();
    expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
    expect(gate.runs).toBeLessThan(many.length / 2);
  });

  test('breaking out of the iteration closes the source and cancels what waits', async () => {
    const gate = newGate();
    const model = await open(lookUp, { isolation, batchSize: 1, gate });
    const { source, closed } = closingSource(function* endless() {
      for (;;) yield sequence(3);
    });
    for await (const result of model.run(source)) {
      expect([...result]).toEqual([3]);
      break;
    }
    await closed;
    expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
    expect(gate.runs).toBeLessThan(many.length / 2);
  });

  test('a source that throws rejects the iteration with its error', async () => {
    const model = await open(lookUp, { isolation });
    const reason = new Error('the source broke');
    async function* source(): AsyncGenerator<EncodedSequence> {
      yield sequence(1);
      throw reason;
    }
    const { signal } = new AbortController();
    expect(await rejectionOf(collect(model.run(source(), { signal })))).toBe(reason);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(await collect(model.run([sequence(2)]))).toEqual([[2]]);
  });

  test('reads at most 512 sequences ahead of the consumer', async () => {
    const model = await open(lookUp, { isolation });
    let [read, consumed, furthest, wrong] = [0, 0, 0, 0];
    function* source(): Generator<EncodedSequence> {
      for (; read < 20_000; read++) {
        furthest = Math.max(furthest, read - consumed);
        yield sequence(read % 50);
      }
    }
    for await (const result of model.run(source())) wrong += Number(result[0] !== consumed++ % 50);
    expect({ consumed, wrong }).toEqual({ consumed: 20_000, wrong: 0 });
    expect(furthest).toBe(512);
  });
});

test('an abort while the source waits ends the iteration immediately', async () => {
  const model = await open(lookUp);
  const controller = new AbortController();
  async function* source(): AsyncGenerator<EncodedSequence> {
    yield sequence(1);
    await new Promise(() => {}); // the source waits forever
  }
  const run = model.run(source(), { signal: controller.signal });
  expect((await run.next()).value).toEqual(Float32Array.of(1));
  const next = rejectionOf(run.next());
  controller.abort('enough');
  expect(await next).toBe('enough');
});

test.each<Isolation>(['worker', 'process'])('an abort rejects before a run in a %s has ended', async (isolation) => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, batchSize: 1, gate });
  gate.hold();
  const controller = new AbortController();
  const first = rejectionOf(model.run(many, { signal: controller.signal }).next());
  await gate.runBegun();
  controller.abort('enough');
  expect(await first).toBe('enough');
  gate.letGo();
  expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
  expect(gate.runs).toBeLessThanOrEqual(3);
});
