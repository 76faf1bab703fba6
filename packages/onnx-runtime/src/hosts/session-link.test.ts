import { InferenceError } from '@x/core';
import { expect, test, vi } from 'vitest';

import { facts } from '../__tests__/held-host.ts';
import { isPending, rejectionOf } from '../__tests__/sequences.ts';
import type { RunnerOptions } from '../session/session-runner.ts';
import { type Peer, type PeerListener, SessionLink } from './session-link.ts';
import type { Request, Response } from './session-protocol.ts';

/** A peer that the test controls. Like a real peer, it keeps the process alive at first. */
class PretendedPeer implements Peer {
  isRef = true;
  readonly requests: Request[] = [];
  tell!: PeerListener;

  ref(): void {
    this.isRef = true;
  }

  unref(): void {
    this.isRef = false;
  }

  send(request: Request): void {
    this.requests.push(request);
  }

  listen(listener: PeerListener): void {
    this.tell = listener;
  }

  answer(...responses: readonly Response[]): void {
    for (const response of responses) this.tell.onResponse(response);
  }
}

function link(): { peer: PretendedPeer; link: SessionLink } {
  const peer = new PretendedPeer();
  return { peer, link: new SessionLink(peer, 'm') };
}

const options: RunnerOptions = {
  model: 'm',
  path: 'm.onnx',
  runtime: 'native',
  libraryAddress: import.meta.url,
  padToLength: 0,
  scalarInputs: {},
  reduction: { module: 'data:text/javascript,' },
  namedReductions: {},
  executionProviders: ['cpu'],
  intraOpThreads: 1,
};
const ready: Response = { type: 'ready', facts };
const batch = { inputIds: Int32Array.of(1), lengths: Uint32Array.of(1) };
const result = (value: number): Response => ({
  type: 'result',
  result: { values: Float32Array.of(value), lengths: Uint32Array.of(1) },
});
const failure: Response = { type: 'error', error: { code: 'INFERENCE', reason: 'no', cause: undefined } };

test('answers, errors included, settle the requests in order', async () => {
  const { peer, link: subject } = link();
  const [first, second, third] = [subject.open(options), subject.run(batch), subject.run(batch)];
  const failed = rejectionOf(second);
  peer.answer(ready, failure);
  expect(await first).toBe(facts);
  expect(await failed).toMatchObject({ code: 'INFERENCE', model: 'm', reason: 'no' });
  expect(await isPending(third)).toBe(true);
  peer.answer(result(3));
  expect((await third).values).toEqual(Float32Array.of(3));
  expect(peer.requests.map(({ type }) => type)).toEqual(['open', 'run', 'run']);
});

test('an answer of the wrong kind is reported as a bug', async () => {
  const { peer, link: subject } = link();
  const answers = [rejectionOf(subject.open(options)), rejectionOf(subject.run(batch))];
  peer.answer(result(1), ready);
  expect((await Promise.all(answers)).map(String)).toEqual([
    'Error: This is a bug: the session answered "result" out of turn.',
    'Error: This is a bug: the session answered "ready" out of turn.',
  ]);
});

test('the peer keeps the process alive exactly while an answer is pending', async () => {
  const { peer, link: subject } = link();
  const answers = [subject.run(batch), subject.run(batch)];
  peer.answer(result(1));
  expect(peer.isRef).toBe(true);
  peer.answer(result(2));
  expect(peer.isRef).toBe(false);
  answers.push(subject.run(batch));
  expect(peer.isRef).toBe(true);
  peer.answer(result(3));
  await Promise.all(answers);
});

test('an answer just before the end counts, and later requests are rejected and not sent', async () => {
  const { peer, link: subject } = link();
  const first = subject.run(batch);
  peer.answer(result(1));
  peer.tell.onFailure('it ended.');
  peer.tell.onEnd();
  expect((await first).values).toEqual(Float32Array.of(1));
  await subject.ended;
  expect(await rejectionOf(subject.run(batch))).toBeInstanceOf(InferenceError);
  expect(peer.requests).toHaveLength(1);
});

test('several failures reject all pending requests with the first failure', async () => {
  const { peer, link: subject } = link();
  const answers = [rejectionOf(subject.run(batch)), rejectionOf(subject.run(batch))];
  const cause = new RangeError('out of memory');
  peer.tell.onFailure('out of memory.', cause);
  expect(await isPending(subject.ended)).toBe(true);
  peer.tell.onFailure('it ended.');
  peer.tell.onEnd();
  await subject.ended;
  const [error, ...others] = await Promise.all(answers);
  expect(error).toMatchObject({ name: 'InferenceError', model: 'm', reason: 'out of memory.', cause });
  expect([...others, await rejectionOf(subject.run(batch))]).toEqual([error, error]);
});

test('a request that cannot be sent rejects and expects no answer', async () => {
  const { peer, link: subject } = link();
  const reason = new Error('cannot be cloned');
  const sent = vi.spyOn(peer, 'send').mockImplementationOnce(() => {
    throw reason;
  });
  expect(await rejectionOf(subject.open(options))).toBe(reason);
  void subject.end();
  expect(sent).toHaveBeenLastCalledWith({ type: 'dispose' });
  const next = subject.run(batch);
  peer.answer(result(7));
  expect((await next).values).toEqual(Float32Array.of(7));
});

test('ending keeps the process alive until the peer is gone', async () => {
  const { peer, link: subject } = link();
  peer.unref();
  const end = subject.end();
  expect(peer.requests).toEqual([{ type: 'dispose' }]);
  expect(peer.isRef).toBe(true);
  expect(await isPending(end)).toBe(true);
  peer.tell.onEnd();
  await end;
});

test('a peer that failed to open is sent nothing more, and ending waits for it', async () => {
  const { peer, link: subject } = link();
  const opening = rejectionOf(subject.open(options));
  peer.answer(failure);
  await opening;
  const end = subject.end();
  expect(peer.requests.map(({ type }) => type)).toEqual(['open']);
  expect(peer.isRef).toBe(true);
  expect(await isPending(end)).toBe(true);
  peer.tell.onEnd();
  await end;
});

test('ending a peer that is gone resolves', async () => {
  const { peer, link: subject } = link();
  peer.tell.onEnd();
  await subject.end();
});
