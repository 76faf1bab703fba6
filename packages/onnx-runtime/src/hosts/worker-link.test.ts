import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';

import { InferenceError } from '@x/core';
import { expect, test, vi } from 'vitest';

import { isPending, rejectionOf } from '../__tests__/sequences.ts';
import { WorkerLink } from './worker-link.ts';
import type { Request, Response } from './worker-protocol.ts';

/** A worker whose events the test makes. Like a real one, it keeps the process alive at first. */
class PretendedWorker extends EventEmitter {
  isRef = true;
  readonly requests: Request[] = [];

  ref(): void {
    this.isRef = true;
  }

  unref(): void {
    this.isRef = false;
  }

  postMessage(request: Request): void {
    this.requests.push(request);
  }
}

function link(): { worker: PretendedWorker; link: WorkerLink; onEnd: () => void } {
  const worker = new PretendedWorker();
  const onEnd = vi.fn<() => void>();
  return { worker, link: new WorkerLink(worker as unknown as Worker, 'm', onEnd), onEnd };
}

const request: Request = { type: 'dispose' };
const ready: Response = {
  type: 'ready',
  facts: { executionProvider: 'cpu', providerFailures: {}, inputNames: [], outputNames: [] },
};
const failure: Response = { type: 'error', error: { code: 'INFERENCE', reason: 'no', cause: undefined } };

test('answers settle what they are owed for, in order, errors too', async () => {
  const { worker, link: subject } = link();
  const [first, second, third] = [subject.nextAnswer(), subject.request(request, []), subject.nextAnswer()];
  const failed = rejectionOf(second);
  worker.emit('message', ready);
  worker.emit('message', failure);
  expect(await first).toBe(ready);
  expect(await failed).toMatchObject({ code: 'INFERENCE', model: 'm', reason: 'no' });
  expect(await isPending(third)).toBe(true);
  expect(worker.requests).toEqual([request]);
});

test('the worker keeps the process alive exactly while it owes an answer', async () => {
  const { worker, link: subject } = link();
  void subject.nextAnswer();
  void subject.nextAnswer();
  worker.emit('message', ready);
  expect(worker.isRef).toBe(true);
  worker.emit('message', ready);
  expect(worker.isRef).toBe(false);
  void subject.request(request, []);
  expect(worker.isRef).toBe(true);
});

test('an answer and the end in one breath: the answer counts, what comes later is refused', async () => {
  const { worker, link: subject } = link();
  const first = subject.nextAnswer();
  worker.emit('message', ready);
  worker.emit('exit', 0);
  expect(await first).toBe(ready);
  await subject.ended;
  expect(await rejectionOf(subject.request(request, []))).toBeInstanceOf(InferenceError);
});

test('an error and the exit that follows it are one failure, told by the error', async () => {
  const { worker, link: subject, onEnd } = link();
  const answers = [rejectionOf(subject.nextAnswer()), rejectionOf(subject.nextAnswer())];
  const cause = new RangeError('out of memory');
  worker.emit('error', cause);
  expect(onEnd).toHaveBeenCalled();
  expect(await isPending(subject.ended)).toBe(true);
  worker.emit('exit', 1);
  await subject.ended;
  for (const error of await Promise.all(answers)) {
    expect(error).toMatchObject({ reason: 'its worker thread failed: out of memory. Load the model again.', cause });
  }
  expect(await rejectionOf(subject.nextAnswer())).toBe(await answers[0]);
});

test('an exit before any answer rejects with its code', async () => {
  const { worker, link: subject, onEnd } = link();
  const answer = rejectionOf(subject.nextAnswer());
  worker.emit('exit', 13);
  expect(await answer).toMatchObject({ reason: 'its worker thread ended with code 13. Load the model again.' });
  expect(onEnd).toHaveBeenCalledOnce();
});

test('ending keeps the process alive until the thread is gone', async () => {
  const { worker, link: subject } = link();
  worker.unref();
  const end = subject.end();
  expect(worker.requests).toEqual([{ type: 'dispose' }]);
  expect(worker.isRef).toBe(true);
  expect(await isPending(end)).toBe(true);
  worker.emit('exit', 0);
  await end;
});

test('ending a worker that has ended resolves', async () => {
  const { worker, link: subject } = link();
  worker.emit('exit', 0);
  await subject.end();
});
