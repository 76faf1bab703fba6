import { followSignal, InvalidArgumentError, SequenceTooLongError } from '@x/core';

import { clientGone, RequestFailure } from '../request-failure.ts';
import type { ServerLimits } from '../server-limits.ts';
import type { HeldBodies } from './held-bodies.ts';
import type { TextQueue } from './text-queue.ts';

/** The queue, limits and signal of a request. */
export interface RunContext {
  readonly queue: TextQueue;
  readonly limits: ServerLimits;
  /** The bodies of all open requests. */
  readonly bodies: HeldBodies;
  /** Aborted when the client disconnects. */
  readonly clientSignal: AbortSignal;
}

/**
 * Runs the work of a request within the limits on texts, characters, queue slots and time.
 *
 * @throws {RequestFailure} 413 for too many texts or characters, 429 for a full queue, 503 after the time limit, 422 for input that the model
 * refuses, 499 when the client disconnects.
 */
export async function runRequest<T>(
  texts: readonly string[],
  { queue, limits, clientSignal }: Omit<RunContext, 'bodies'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  requireWithin(texts, limits);
  // `AbortSignal.timeout` would keep its timer, and with it the texts of the request, until the time limit.
  using own = followSignal(clientSignal, { timeoutMs: limits.timeoutMs });
  try {
    return await queue.hold(texts.length, () => work(own.signal));
  } catch (error) {
    if (own.isTimedOut) {
      const message = `The request took longer than ${limits.timeoutMs} ms. Send fewer texts in one request, or try again later.`;
      throw new RequestFailure({ status: 503, message, retryAfterSeconds: 1, cause: error });
    }
    if (clientSignal.aborted) throw clientGone(error);
    if (InvalidArgumentError.isInstance(error)) {
      throw new RequestFailure({ status: 422, message: error.message, parameter: error.parameter, cause: error });
    }
    if (SequenceTooLongError.isInstance(error)) {
      // The advice in the error is for the program that loads the model, not for the client.
      const message = `A text has ${error.tokenCount} tokens, but the model takes at most ${error.maxLength}. Shorten the text.`;
      throw new RequestFailure({ status: 422, message, cause: error });
    }
    throw error;
  }
}

function requireWithin(texts: readonly string[], { maxTexts, maxCharacters }: ServerLimits): void {
  if (texts.length > maxTexts) {
    const message = `The request has ${texts.length} texts, but at most ${maxTexts} are allowed. Send fewer in one request.`;
    throw new RequestFailure({ status: 413, message });
  }
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (characters > maxCharacters) {
    const message = `The request has ${characters} characters, but at most ${maxCharacters} are allowed. Send fewer in one request.`;
    throw new RequestFailure({ status: 413, message });
  }
}
