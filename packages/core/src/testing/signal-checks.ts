import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';

import { XError } from '../errors/x-error.ts';

/** A call to the tested object, with the signal to pass. */
type Call = (signal: AbortSignal) => Promise<unknown>;

/** How a call ended. A call that throws synchronously counts as a rejection. */
type Outcome = { readonly error: unknown } | { readonly value: unknown };

async function outcomeOf(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await call() };
  } catch (error) {
    return { error };
  }
}

/** Throws unless a call with an already aborted signal rejects with the signal's reason. */
export async function requireAbortedBefore(call: Call): Promise<void> {
  const reason = new Error('aborted by the test');
  const outcome = await outcomeOf(() => call(AbortSignal.abort(reason)));
  assert.ok('error' in outcome, 'a call whose signal is already aborted must reject');
  assert.equal(outcome.error, reason, "it must reject with the signal's reason");
}

/**
 * Throws unless a call whose signal aborts during the call ends with its result or with the signal's reason. No listener may remain on the
 * signal.
 */
export async function requireAbortedMeanwhile(call: Call): Promise<void> {
  const reason = new Error('aborted by the test');
  const controller = new AbortController();
  const ending = outcomeOf(() => call(controller.signal));
  controller.abort(reason);
  const outcome = await ending;
  if ('error' in outcome) assert.equal(outcome.error, reason, "it must reject with the signal's reason");
  requireNoListener(controller.signal);
}

/** Throws when a call that is not aborted leaves a listener on its signal. */
export async function requireListenersGone(call: Call): Promise<void> {
  const { signal } = new AbortController();
  await call(signal);
  requireNoListener(signal);
}

function requireNoListener(signal: AbortSignal): void {
  assert.equal(getEventListeners(signal, 'abort').length, 0, 'no listener may remain on the signal');
}

/** Throws unless the call rejects with an `XError`, by which callers can recognize the problem. */
export async function requireTypedRejection(call: () => Promise<unknown>): Promise<void> {
  const outcome = await outcomeOf(call);
  assert.ok('error' in outcome, 'it must reject');
  assert.ok(XError.isInstance(outcome.error), `it must reject with an XError, not with ${String(outcome.error)}`);
}
