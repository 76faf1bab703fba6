import { followSignal, InvalidArgumentError, SequenceTooLongError } from '@x/core';

import { RequestFailure } from '../request-failure.ts';
import type { ServerLimits } from '../server-limits.ts';
import type { TextQueue } from './text-queue.ts';

/** What a request is run with. */
export interface RunContext {
  readonly queue: TextQueue;
  readonly limits: ServerLimits;
  /** Aborted when the client is gone. */
  readonly clientSignal: AbortSignal;
}

/**
 * Runs a request's work within the limits: so many texts and characters, a place in the queue, its time.
 *
 * @throws {RequestFailure} 413 too much, 429 no room, 503 late, 422 what a model refuses.
 */
export async function runRequest<T>(
  texts: readonly string[],
  { queue, limits, clientSignal }: RunContext,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  requireWithin(texts, limits);
  // Not `AbortSignal.timeout`: it would keep its timer, and with it the request's texts, until the time is up.
  using own = followSignal(clientSignal, { timeoutMs: limits.timeoutMs });
  try {
    return await queue.hold(texts.length, () => work(own.signal));
  } catch (error) {
    if (own.isTimedOut) {
      const message = `It took longer than ${limits.timeoutMs} ms. Send fewer texts at once, or try again later.`;
      throw new RequestFailure({ status: 503, message, retryAfterSeconds: 1, cause: error });
    }
    if (InvalidArgumentError.isInstance(error)) {
      throw new RequestFailure({ status: 422, message: error.message, parameter: error.parameter, cause: error });
    }
    if (SequenceTooLongError.isInstance(error)) {
      // Its own advice is for those who load the model.
      const message = `A text has ${error.tokenCount} tokens, and the model takes ${error.maxLength}, a query among them. Shorten it.`;
      throw new RequestFailure({ status: 422, message, cause: error });
    }
    throw error;
  }
}

function requireWithin(texts: readonly string[], { maxTexts, maxCharacters }: ServerLimits): void {
  if (texts.length > maxTexts) {
    const message = `${texts.length} texts are more than the ${maxTexts} of one request.`;
    throw new RequestFailure({ status: 413, message });
  }
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (characters > maxCharacters) {
    const message = `${characters} characters are more than the ${maxCharacters} of one request.`;
    throw new RequestFailure({ status: 413, message });
  }
}
