import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';

import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';

import { ProcessPeer } from './process-peer.ts';
import { WorkerPeer } from './worker-peer.ts';

const told: unknown[][] = [];
const listener = {
  onResponse: (response: unknown) => void told.push(['response', response]),
  onFailure: (...failure: readonly unknown[]) => void told.push(['failure', ...failure]),
  onEnd: () => void told.push(['end']),
};
beforeEach(() => {
  told.length = 0;
});

/** A worker thread or child process whose events the test emits. */
function pretended(fields: object): { emitter: EventEmitter; pretended: ChildProcess & Worker } {
  const emitter = Object.assign(new EventEmitter(), fields);
  return { emitter, pretended: emitter as unknown as ChildProcess & Worker };
}

test('a worker that fails or ends reports the reason, and that it stays idle', () => {
  const onIdleForGood = vi.fn<() => void>();
  const { emitter, pretended: worker } = pretended({});
  new WorkerPeer(worker, onIdleForGood).listen(listener);
  const cause = new RangeError('out of memory');
  emitter.emit('message', 'an answer');
  expect(onIdleForGood).not.toHaveBeenCalled();
  emitter.emit('error', cause);
  expect(onIdleForGood).toHaveBeenCalledOnce();
  emitter.emit('exit', 1);
  expect(told).toEqual([
    ['response', 'an answer'],
    ['failure', 'its worker thread failed: out of memory. Load the model again.', cause],
    ['failure', 'its worker thread ended with code 1. Load the model again.'],
    ['end'],
  ]);
});

test('only the arrays of a run are transferred to a worker', () => {
  const postMessage = vi.fn<(request: unknown, transfer: unknown) => void>();
  const peer = new WorkerPeer(pretended({ postMessage }).pretended, () => {});
  const [inputIds, tokenTypeIds, lengths] = [Int32Array.of(1), Uint8Array.of(0), Uint32Array.of(1)];
  peer.send({ type: 'dispose' });
  peer.send({ type: 'run', batch: { inputIds, lengths } });
  peer.send({ type: 'run', batch: { inputIds, tokenTypeIds, lengths } });
  expect(postMessage.mock.calls.map(([, transfer]) => transfer)).toEqual([
    [],
    [inputIds.buffer, lengths.buffer],
    [inputIds.buffer, lengths.buffer, tokenTypeIds.buffer],
  ]);
});

test('ref and unref work for a child process whose channel has neither, as in Bun', () => {
  const [ref, unref] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const peer = new ProcessPeer(pretended({ ref, unref, channel: {} }).pretended);
  peer.unref();
  peer.ref();
  expect([ref, unref].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

const running = { pid: 7, connected: true, exitCode: null, signalCode: null };

test.each([
  ['a code', 3, null, 'ended with code 3'],
  ['a signal', null, 'SIGKILL', 'was ended by the signal SIGKILL'],
])('a process that ends by %s reports it only after its last answers', (_, code, signal, how) => {
  const { emitter, pretended: child } = pretended({ ...running });
  new ProcessPeer(child).listen(listener);
  emitter.emit('exit', code, signal);
  emitter.emit('message', 'a late answer');
  emitter.emit('close', code, signal);
  expect(told).toEqual([
    ['response', 'a late answer'],
    ['failure', `its process ${how}. The next call starts a new one.`],
    ['end'],
  ]);
});

test('a process without a close event reports its end after its last answers', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { emitter, pretended: child } = pretended({ ...running });
  new ProcessPeer(child).listen(listener);
  emitter.emit('exit', 7, null);
  emitter.emit('message', 'a late answer');
  await vi.runAllTimersAsync();
  const message = 'its process ended with code 7. The next call starts a new one.';
  expect(told).toEqual([['response', 'a late answer'], ['failure', message], ['end']]);
});

test('a process that cannot be started has ended; an error event does not end a running one', () => {
  const cause = new Error('spawn EAGAIN');
  const neverStarted = pretended({ ...running, pid: undefined });
  new ProcessPeer(neverStarted.pretended).listen(listener);
  neverStarted.emitter.emit('error', cause);
  const message = 'its process could not be started: spawn EAGAIN. The next call tries again.';
  expect(told.splice(0)).toEqual([['failure', message, cause], ['end']]);
  const started = pretended({ ...running });
  new ProcessPeer(started.pretended).listen(listener);
  started.emitter.emit('error', cause);
  expect(told).toEqual([]);
});

test.each([{ connected: false }, { exitCode: 0 }, { signalCode: 'SIGKILL' }])('a process with %j is gone', (end) => {
  const peerOf = (fields: object): ProcessPeer => new ProcessPeer(pretended(fields).pretended);
  expect(peerOf(running).isGone).toBe(false);
  expect(peerOf({ ...running, ...end }).isGone).toBe(true);
});

test('a process keeps its parent alive by its handle and its channel', () => {
  const spies = { ref: vi.fn<() => void>(), unref: vi.fn<() => void>() };
  const channel = { ref: vi.fn<() => void>(), unref: vi.fn<() => void>() };
  const peer = new ProcessPeer(pretended({ ...running, ...spies, channel }).pretended);
  peer.unref();
  for (const { unref } of [spies, channel]) expect(unref).toHaveBeenCalledOnce();
  peer.ref();
  for (const { ref } of [spies, channel]) expect(ref).toHaveBeenCalledOnce();
  const ended = new ProcessPeer(pretended({ ...running, ...spies, channel: null }).pretended);
  expect(() => ended.ref()).not.toThrow();
});
