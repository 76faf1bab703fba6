import { setImmediate } from 'node:timers/promises';

import type { EncodedSequence } from '@x/core';

/** Returns an encoded sequence of the given ids. */
export function sequence(...ids: readonly number[]): EncodedSequence {
  return { inputIds: Int32Array.from(ids), truncatedTokens: 0 };
}

/** Returns all results of an iteration as plain numbers. */
export async function collect(results: AsyncIterable<Float32Array>): Promise<number[][]> {
  const collected: number[][] = [];
  for await (const result of results) collected.push([...result]);
  return collected;
}

/** Returns the reason that a promise rejects with; throws when the promise resolves. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (reason: unknown) => ({ reason }),
  );
  if ('value' in outcome) throw new Error(`resolved to ${String(outcome.value)} instead of rejecting`);
  return outcome.reason;
}

/** Returns true when a promise is still pending after two turns of the event loop. */
export async function isPending(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  await setImmediate();
  await setImmediate();
  return !isSettled;
}
