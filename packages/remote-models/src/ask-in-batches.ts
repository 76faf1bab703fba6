import { followSignal, isPlainObject, type ProgressListener, type UsageListener } from '@x/core';

import type { FailRequest, RemoteModel } from './remote-model.ts';

/** What a call is about. */
export interface BatchedCall {
  readonly model: RemoteModel;
  readonly phase: 'embed' | 'score';
  readonly batchSize: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly onUsage?: UsageListener | undefined;
}

/** What the answer to one request is to be. */
export interface Batch {
  readonly model: string;
  /** How many texts it had. */
  readonly count: number;
  /** Place of its first text in the call. */
  readonly start: number;
  /** The error that is thrown when the answer is something else. */
  readonly failure: FailRequest;
}

/**
 * One result for each text, in their order, from requests of `batchSize` texts, several of which are under way. The first failure ends the others.
 *
 * @param body What to send for some of the texts.
 * @param read One result for each of them.
 */
export async function askInBatches<Result>(
  texts: readonly string[],
  { model, phase, batchSize, signal, onProgress, onUsage }: BatchedCall,
  body: (texts: readonly string[]) => object,
  read: (answer: unknown, batch: Batch) => readonly Result[],
): Promise<Result[]> {
  signal?.throwIfAborted();
  if (texts.length === 0) return [];
  const progress = { phase, subject: model.modelName, total: texts.length, unit: 'items' } as const;
  onProgress?.({ ...progress, completed: 0 });
  const results: Result[] = [];
  let [next, completed, tokens] = [0, 0, 0];
  using own = followSignal(signal);
  const askOnAndOn = async (): Promise<void> => {
    while (next < texts.length) {
      const start = next;
      const batch = texts.slice(start, (next += batchSize));
      // A server counts the texts of its request, which here are some of those that the caller has.
      const place = batch.length === texts.length ? '' : `(${placeOf(start, batch.length)} of the call) `;
      const failure: FailRequest = (message, facts) => model.failure(`${place}${message}`, facts);
      const answer = await model.post(body(batch), { signal: own.signal, failure });
      const made = read(answer, { model: model.modelName, count: batch.length, start, failure });
      for (const [index, result] of made.entries()) results[start + index] = result;
      tokens += tokensIn(answer) ?? Number.NaN;
      onProgress?.({ ...progress, completed: (completed += batch.length) });
    }
  };
  const requests = Math.min(model.maxConcurrency, Math.ceil(texts.length / batchSize));
  try {
    await Promise.all(Array.from({ length: requests }, askOnAndOn));
  } catch (error) {
    own.abort(error);
    throw error;
  }
  if (!Number.isNaN(tokens)) onUsage?.({ tokens });
  return results;
}

function placeOf(start: number, count: number): string {
  return count === 1 ? `text ${start}` : `texts ${start} to ${start + count - 1}`;
}

/** The tokens that an answer says were read; undefined where it does not say. */
function tokensIn(answer: unknown): number | undefined {
  const usage = isPlainObject(answer) ? answer['usage'] : undefined;
  const { prompt_tokens: prompt, total_tokens: total } = isPlainObject(usage) ? usage : {};
  return [prompt, total].find((tokens): tokens is number => Number.isSafeInteger(tokens) && (tokens as number) >= 0);
}
