import { refusesContent, RemoteModelError, VectorStoreError, XError } from '@x/core';

import { describeFailure, innermost, statusOf } from './describe-failure.ts';

const hopelessCodes = ['INVALID_ARGUMENT', 'SEQUENCE_TOO_LONG', 'NON_FINITE_OUTPUT', 'SHAPE_MISMATCH'];
const passingCodes = ['INFERENCE', 'DOWNLOAD', 'MODEL_UNAVAILABLE'];

/** A server may send a date that is decades away. After an hour, the next request asks it again. */
const longestPauseMs = 3_600_000;

type Judgement =
  | { readonly kind: 'dead' | 'failed'; readonly reason: string }
  | { readonly kind: 'pause'; readonly ms: number };

/**
 * Returns what to do with a unit after an error: `dead` when it cannot succeed, `pause` of at most an hour when a server requests to wait, else `failed`
 * for another attempt.
 *
 * @param pauseMs How long to wait when the server does not specify it, or specifies no time at all.
 */
export function judgeError(error: unknown, pauseMs: number): Judgement {
  const inner = innermost(error);
  const waitMs = askedWait(inner, pauseMs);
  if (waitMs !== undefined) return { kind: 'pause', ms: waitMs };
  return { kind: isHopeless(inner) ? 'dead' : 'failed', reason: describeFailure(error) };
}

/** Returns true when an error may pass, so that the same document may be indexed later. */
export function isPassing(error: unknown): boolean {
  const inner = innermost(error);
  if (askedWait(inner, 0) !== undefined || isRetryable(inner)) return true;
  return XError.isInstance(inner) && passingCodes.includes(inner.code);
}

function isHopeless(error: unknown): boolean {
  if (!XError.isInstance(error)) return false;
  if (hopelessCodes.includes(error.code)) return true;
  const status = statusOf(error);
  return status !== undefined && refusesContent(status) && !isRetryable(error);
}

function askedWait(error: unknown, pauseMs: number): number | undefined {
  if (!VectorStoreError.isInstance(error) && !RemoteModelError.isInstance(error)) return undefined;
  const { retryAfterMs, status } = error;
  if (retryAfterMs === undefined) return status === 429 ? pauseMs : undefined;
  // A server may send 0 or a date that has passed. Without a pause, the unit would be repeated without end, since no attempt is counted.
  return retryAfterMs > 0 ? Math.min(retryAfterMs, longestPauseMs) : pauseMs;
}

function isRetryable(error: unknown): boolean {
  return (VectorStoreError.isInstance(error) || RemoteModelError.isInstance(error)) && error.isRetryable;
}
