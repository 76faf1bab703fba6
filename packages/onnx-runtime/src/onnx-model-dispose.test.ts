import { getEventListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { DisposedError, InferenceError } from '@x/core';
import { lookUpGraph, slowGraph } from '@x/tiny-onnx';
import { describe, expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { collect, isPending, rejectionOf, sequence } from './__tests__/sequences.ts';
import type { Isolation } from './onnx-model-options.ts';

const { open, newGate } = modelOpener();
const lookUp = lookUpGraph({ vocabulary: 50, hidden: 1, valueOf: (token) => token });

describe.each<Isolation>(['worker', 'process', 'inline'])('in %s isolation', (isolation) => {
  test('disposing again, even concurrently, does nothing', async () => {
    const model = await open(lookUp, { isolation });
    const disposal = model.dispose();
    expect(model.dispose()).toBe(disposal);
    await disposal;
    expect(model.dispose()).toBe(disposal);
    await model[Symbol.asyncDispose]();
  });

  test('use after dispose is rejected, and the error names the model', async () => {
    const model = await open(lookUp, { isolation });
    const begun = model.run([sequence(1)]);
    await model.dispose();
    expect(() => model.run([sequence(1)])).toThrow(DisposedError);
    expect(() => model.assertUsable()).toThrow('The model "tiny" was disposed');
    expect(await rejectionOf(begun.next())).toBeInstanceOf(DisposedError);
  });

  test('disposing under load rejects what waits, and ends', async () => {
    const model = await open(lookUp, { isolation, batchSize: 1 });
    const run = model.run(Array.from({ length: 100 }, (_, id) => sequence(id % 50)));
    expect((await run.next()).value).toEqual(Float32Array.of(0));
    const rest = rejectionOf(collect(run));
    await model.dispose();
    expect(await rest).toBeInstanceOf(DisposedError);
  });

  test('await using disposes at the end of the block', async () => {
    const outer = await open(lookUp, { isolation });
    {
      await using inner = outer;
      inner.assertUsable();
    }
    expect(() => outer.assertUsable()).toThrow(DisposedError);
  });
});

const apart: readonly Isolation[] = ['worker', 'process'];

test.each(apart)('disposing waits for the current run in a %s', async (isolation) => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, batchSize: 1, gate });
  gate.hold();
  const first = model.run([sequence(7)]).next();
  await gate.runBegun();
  const disposal = model.dispose();
  expect(await isPending(disposal)).toBe(true);
  gate.letGo();
  expect((await first).value).toEqual(Float32Array.of(7));
  await disposal;
});

test.each(apart)('the event loop keeps running during a run in a %s', async (isolation) => {
  const gate = newGate();
  const model = await open(slowGraph({ vocabulary: 50, repeats: 60 }), { isolation, gate });
  const result = collect(model.run([sequence(...Array(64).fill(3))]));
  let turns = 0;
  const count = (): void => {
    turns++;
    if (gate.runs === 0) setImmediate(count);
  };
  setImmediate(count);
  expect((await result)[0]).toHaveLength(64 * 512);
  expect(turns).toBeGreaterThan(100);
});

test('a stray error in the worker rejects current and later runs, and the model can be disposed of', async () => {
  const model = await open(lookUp, { kind: 'strayError' });
  // The first run may have been answered before the error occurred.
  await collect(model.run([sequence(1)])).catch(() => {});
  const error = await rejectionOf(collect(model.run([sequence(1)])));
  expect(error).toBeInstanceOf(InferenceError);
  expect(error).toMatchObject({
    reason: 'its worker thread failed: a stray error. Load the model again.',
    cause: { message: 'a stray error' },
  });
  await model.dispose();
});

test('an abort rejects the load at once, and the session is freed once it is open', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  // The model never gets its padding id, so only the abort can end its opening.
  const opening = open(lookUp, { signal: controller.signal, padTokenId: new Promise(() => {}) });
  while (exitGuards() === 0) await nextTurn();
  controller.abort(reason);
  expect(await rejectionOf(opening)).toBe(reason);
  while (exitGuards() > 0) await nextTurn();
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});

test('an aborted signal rejects the load before anything is read', async () => {
  const reason = new Error('enough');
  expect(await rejectionOf(open('/nowhere', { signal: AbortSignal.abort(reason) }))).toBe(reason);
});

/** Returns the number of exit guards on the process. Node.js adds its own exit listener with the first worker. */
function exitGuards(): number {
  return process.listeners('exit').filter(({ name }) => name === 'waitForNativeCalls').length;
}

test('a worker that ends before the model is open rejects the load', async () => {
  const error = await rejectionOf(open(lookUp, { kind: 'endsThread' }));
  expect(error).toBeInstanceOf(InferenceError);
  expect(error).toMatchObject({ reason: 'its worker thread ended with code 7. Load the model again.' });
  expect(exitGuards()).toBe(0);
});

test('opened and disposed models leave no exit listener on the process', async () => {
  const models = await Promise.all(Array.from({ length: 3 }, () => open(lookUp)));
  expect(exitGuards()).toBe(1);
  await Promise.all(models.map((model) => model.dispose()));
  expect(exitGuards()).toBe(0);
});
