// Failures that only a model in process isolation survives.
import { getEventListeners } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

import { InferenceError } from '@x/core';
import { lookUpGraph, pooledGraph } from '@x/tiny-onnx';
import { expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { collect, rejectionOf, sequence } from './__tests__/sequences.ts';

const { open, write, newGate } = modelOpener();
const lookUp = lookUpGraph({ vocabulary: 50, hidden: 1, valueOf: (token) => token });
const isolation = 'process';
// Windows has no signals: a killed process ends with code 1.
const killed = /^its process (was ended by the signal SIGKILL|ended with code 1)\. The next call starts a new one\.$/;

/** Checks that the error is an InferenceError with a matching reason. */
function expectEnd(error: unknown, how: RegExp): void {
  expect(error).toBeInstanceOf(InferenceError);
  expect(error).toMatchObject({ name: 'InferenceError', model: 'tiny', reason: expect.stringMatching(how) });
}

test('killing the process in a run rejects the calls in flight, and the next call starts a new one', async () => {
  const [gate, otherGate] = [newGate(), newGate()];
  const model = await open(lookUp, { isolation, batchSize: 1, gate });
  const other = await open(lookUp, { isolation, batchSize: 1, gate: otherGate });
  gate.hold();
  otherGate.hold();
  const { signal } = new AbortController();
  // At most two runs are in flight, so each call has one.
  const calls = [1, 2].map((id) => rejectionOf(collect(model.run([sequence(id)], { signal }))));
  const untouched = collect(other.run([sequence(3), sequence(4), sequence(5)]));
  await Promise.all([gate.runBegun(), otherGate.runBegun()]);
  await gate.killChild();
  for (const error of await Promise.all(calls)) expectEnd(error, killed);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  gate.letGo();
  otherGate.letGo();
  expect(await untouched).toEqual([[3], [4], [5]]);
  expect(await collect(model.run([sequence(7), sequence(8)]))).toEqual([[7], [8]]);
  expect(new Set(gate.starts).size).toBe(2);
  expect(otherGate.starts).toHaveLength(1);
});

test('sequences of the lost run are not retried one by one', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, gate, kind: 'crashes' });
  const calls = [1, 2, 3].map((id) => rejectionOf(collect(model.run([sequence(id)]))));
  for (const error of await Promise.all(calls)) expectEnd(error, killed);
  expect({ runs: gate.runs, starts: gate.starts.length }).toEqual({ runs: 1, starts: 1 });
});

test('a process that was killed while idle is replaced silently', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, gate });
  expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
  await gate.killChild();
  const concurrent = [1, 2, 3].map((id) => collect(model.run([sequence(id)])));
  expect(await Promise.all(concurrent)).toEqual([[[1]], [[2]], [[3]]]);
  await gate.killChild();
  expect(await collect(model.run([sequence(8)]))).toEqual([[8]]);
  expect(new Set(gate.starts).size).toBe(3);
});

test('sequences that had not begun when the process was killed run in a new process', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, batchSize: 1, gate });
  gate.hold();
  const lost = [1, 2].map((id) => rejectionOf(collect(model.run([sequence(id)]))));
  const waiting = [3, 4, 5].map((id) => collect(model.run([sequence(id)])));
  await gate.runBegun();
  await gate.killChild();
  gate.letGo();
  for (const error of await Promise.all(lost)) expectEnd(error, killed);
  expect(await Promise.all(waiting)).toEqual([[[3]], [[4]], [[5]]]);
});

test('a process that is killed while it opens the model rejects the load', async () => {
  const gate = newGate();
  gate.hold();
  const loading = rejectionOf(open(lookUp, { isolation, gate, kind: 'endsThread' }));
  await gate.startBegun();
  await gate.killChild();
  expectEnd(await loading, killed);
});

test('a process that ends by itself while it opens the model rejects the load with its code', async () => {
  expectEnd(await rejectionOf(open(lookUp, { isolation, kind: 'endsThread' })), /^its process ended with code 7\./);
});

test('calls fail with the reason when the process cannot be replaced, and the next call tries again', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, gate, kind: 'startsOnce' });
  await gate.killChild();
  const expected = /^its process had ended and cannot be replaced: its process ended with code 7\./;
  const concurrent = [1, 2, 3].map((id) => rejectionOf(collect(model.run([sequence(id)]))));
  for (const error of await Promise.all(concurrent)) expectEnd(error, expected);
  expect(gate.starts).toHaveLength(2);
  expectEnd(await rejectionOf(collect(model.run([sequence(4)]))), expected);
  expect(gate.starts).toHaveLength(3);
  await model.dispose();
});

test('a model file that was replaced by another model is refused', async () => {
  const gate = newGate();
  const path = write(lookUp);
  const model = await open(path, { isolation, gate });
  writeFileSync(path, pooledGraph({ vocabulary: 50, columns: 1, valueOf: (token) => token }));
  await gate.killChild();
  const error = await rejectionOf(collect(model.run([sequence(1)])));
  expectEnd(error, /^its process had ended and cannot be replaced: its file has changed/);
  writeFileSync(path, lookUp);
  expect(await collect(model.run([sequence(1)]))).toEqual([[1]]);
});

test.skipIf(process.platform === 'win32')('signals to the whole process group are left to the parent', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, gate });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(gate.starts[0]!, signal);
  expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
  expect(gate.starts).toHaveLength(1);
});

test('a model whose process was killed can be disposed of, idle or during a run', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, gate });
  gate.hold();
  const run = rejectionOf(collect(model.run([sequence(1)])));
  await gate.runBegun();
  const disposal = model.dispose();
  await gate.killChild();
  expectEnd(await run, killed);
  await disposal;
  const idle = await open(lookUp, { isolation, gate });
  await gate.killChild();
  await idle.dispose();
});

const late = /^its process did not end within 1 ms of `dispose`, and was killed\.$/;

test.skipIf(process.platform === 'win32')(
  'disposing of a model kills a stopped process after the timeout',
  async () => {
    const gate = newGate();
    const idle = await open(lookUp, { isolation, gate, disposeTimeoutMs: 1 });
    process.kill(gate.starts[0]!, 'SIGSTOP');
    await idle.dispose();
    const busy = await open(lookUp, { isolation, gate, disposeTimeoutMs: 1 });
    gate.hold();
    const run = rejectionOf(collect(busy.run([sequence(1)])));
    await gate.runBegun();
    process.kill(gate.starts[1]!, 'SIGSTOP');
    await busy.dispose();
    expectEnd(await run, late);
    for (const pid of gate.starts) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  },
);

test('disposing of a model while its process is replaced kills the new process after the timeout', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, gate, kind: 'startsOnce', disposeTimeoutMs: 1 });
  await gate.killChild();
  gate.hold();
  const run = rejectionOf(collect(model.run([sequence(1)])));
  await gate.startBegun(2);
  await model.dispose();
  expectEnd(await run, /^its process had ended and cannot be replaced: its process did not end within 1 ms/);
});

test('disposing of a model ends its process', async () => {
  const gate = newGate();
  const model = await open(lookUp, { isolation, gate });
  await model.dispose();
  expect(() => process.kill(gate.starts[0]!, 0)).toThrow('ESRCH');
});

test('a thread with a model in process isolation can be terminated during a run', async () => {
  const gate = newGate();
  gate.hold();
  const entry = new URL('./__fixtures__/thread-with-model.mjs', import.meta.url);
  const thread = new Worker(entry, { workerData: { path: write(lookUp), gate: gate.folder }, execArgv: [] });
  await gate.runBegun();
  expect(await thread.terminate()).toBe(1);
  gate.letGo();
  const model = await open(lookUp, { isolation });
  expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
});
