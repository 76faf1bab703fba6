import { setImmediate } from 'node:timers/promises';

import type { EncodedSequence } from '@x/core';

/** A sequence of these ids. */
export function sequence(...ids: readonly number[]): EncodedSequence {
  return { inputIds: Int32Array.from(ids), truncatedTokens: 0 };
}

/** Everything that an iteration gives, as plain numbers. */
export async function collect(results: AsyncIterable<Float32Array>): Promise<number[][]> {
  const collected: number[][] = [];
  for await (const result of results) collected.push([...result]);
  return collected;
}

/** What a promise rejects with; fails when it resolves. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (reason: unknown) => ({ reason }),
  );
  if ('value' in outcome) throw new Error(`resolved to ${String(outcome.value)} instead of rejecting`);
  return outcome.reason;
}

/** True when a promise is not settled once everything that is ready to run has run. */
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
