import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';

import { XError } from '../errors/x-error.ts';

/** A call of what is tested, with the signal that it takes. */
type Call = (signal: AbortSignal) => Promise<unknown>;

/** How a call ended; one that throws at once counts as a rejection. */
type Outcome = { readonly error: unknown } | { readonly value: unknown };

async function outcomeOf(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await call() };
  } catch (error) {
    return { error };
  }
}

/** Fails unless the call, its signal aborted before, rejects with the signal's own reason. */
export async function requireAbortedBefore(call: Call): Promise<void> {
  const reason = new Error('aborted by the test');
  const outcome = await outcomeOf(() => call(AbortSignal.abort(reason)));
  assert.ok('error' in outcome, 'a call whose signal was aborted before must reject');
  assert.equal(outcome.error, reason, "it must reject with the signal's own reason");
}

/**
 * Fails unless the call, its signal aborted while it is under way, ends: with its result where that came first, or else with the
 * signal's own reason. No listener may stay on the signal.
 */
export async function requireAbortedMeanwhile(call: Call): Promise<void> {
  const reason = new Error('aborted by the test');
  const controller = new AbortController();
  const ending = outcomeOf(() => call(controller.signal));
  controller.abort(reason);
  const outcome = await ending;
  if ('error' in outcome) assert.equal(outcome.error, reason, "it must reject with the signal's own reason");
  requireNoListener(controller.signal);
}

/** Fails when the call, which is not aborted, leaves a listener on its signal. */
export async function requireListenersGone(call: Call): Promise<void> {
  const { signal } = new AbortController();
  await call(signal);
  requireNoListener(signal);
}

function requireNoListener(signal: AbortSignal): void {
  assert.equal(getEventListeners(signal, 'abort').length, 0, 'no listener may stay on the signal');
}

/** Fails unless the call rejects with an error of these packages, so that callers can tell what was wrong. */
export async function requireTypedRejection(call: () => Promise<unknown>): Promise<void> {
  const outcome = await outcomeOf(call);
  assert.ok('error' in outcome, 'it must reject');
  assert.ok(XError.isInstance(outcome.error), `it must reject with an XError, not with ${String(outcome.error)}`);
}
