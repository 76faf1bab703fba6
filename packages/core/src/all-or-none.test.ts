import { getEventListeners } from 'node:events';

import { expect, expectTypeOf, it } from 'vitest';

import { allOrNone } from './all-or-none.ts';
import { deferred } from './testing/deferred.ts';

it('resolves with all results in their order, and leaves no listener', async () => {
  const { signal } = new AbortController();
  const [first, second] = [deferred<number>(), deferred<string>()];
  const all = allOrNone(signal, () => [first.promise, second.promise, true]);
  second.resolve('b');
  first.resolve(1);
  expectTypeOf(await all).toEqualTypeOf<[number, string, true]>();
  expect(await all).toEqual([1, 'b', true]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('rejects with the first error, aborts the others with it, and does not wait for them', async () => {
  const { signal } = new AbortController();
  const failure = new Error('broken');
  let ofWork: AbortSignal | undefined;
  const all = allOrNone(signal, (stop) => {
    ofWork = stop;
    return [new Promise(() => {}), Promise.reject(failure), Promise.reject(new Error('later'))];
  });
  await expect(all).rejects.toBe(failure);
  expect(ofWork?.reason).toBe(failure);
  expect(signal.aborted).toBe(false);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('aborts what has started when a later start throws', async () => {
  const failure = new Error('refused');
  const signals: AbortSignal[] = [];
  const all = allOrNone(undefined, (stop) => {
    signals.push(stop);
    throw failure;
  });
  await expect(all).rejects.toBe(failure);
  expect(signals[0]?.reason).toBe(failure);
});

it('passes the reason of the signal to the work, even if it is already aborted', async () => {
  const reason = new Error('enough');
  const all = allOrNone(AbortSignal.abort(reason), (stop) => [Promise.reject(stop.reason as Error)]);
  await expect(all).rejects.toBe(reason);
});
