import { allOrNone, callListener, isPlainObject, type ProgressListener, type UsageListener } from '@x/core';

import type { FailRequest, RemoteModel } from './remote-model.ts';

/** Options of {@link askInBatches}. */
export interface BatchedCall {
  readonly model: RemoteModel;
  readonly phase: 'embed' | 'score';
  readonly batchSize: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly onUsage?: UsageListener | undefined;
}

/** The batch of texts that one request contains. */
export interface Batch {
  readonly model: string;
  /** Number of texts in the batch. */
  readonly count: number;
  /** Index of the batch's first text in the call. */
  readonly start: number;
  /** Creates the error for a response that cannot be used. */
  readonly failure: FailRequest;
}

/**
 * Returns one result per text, in input order. Sends requests of `batchSize` texts, up to `maxConcurrency` at a time. The first failure aborts the
 * others.
 *
 * @param body Returns the request body for a batch of texts.
 * @param read Returns one result per text of the batch.
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
  callListener(onProgress, { ...progress, completed: 0 });
  const results: Result[] = [];
  let [next, completed, tokens] = [0, 0, 0];
  const askOnAndOn = async (stop: AbortSignal): Promise<void> => {
    while (next < texts.length) {
      const start = next;
      const batch = texts.slice(start, (next += batchSize));
      // The server counts texts within its own request, so the message adds where the batch is in the call.
      const place = batch.length === texts.length ? '' : `(${placeOf(start, batch.length)} of the call) `;
      const failure: FailRequest = (message, facts) => model.failure(`${place}${message}`, facts);
      const answer = await model.post(body(batch), { signal: stop, failure });
      const made = read(answer, { model: model.modelName, count: batch.length, start, failure });
      for (const [index, result] of made.entries()) results[start + index] = result;
      tokens += tokensIn(answer) ?? Number.NaN;
      callListener(onProgress, { ...progress, completed: (completed += batch.length) });
    }
  };
  const requests = Math.min(model.maxConcurrency, Math.ceil(texts.length / batchSize));
  await allOrNone(signal, (stop) => Array.from({ length: requests }, () => askOnAndOn(stop)));
  if (!Number.isNaN(tokens)) callListener(onUsage, { tokens });
  return results;
}

function placeOf(start: number, count: number): string {
  return count === 1 ? `text ${start}` : `texts ${start} to ${start + count - 1}`;
}

/** Returns the number of tokens that the response reports, or undefined when it reports none. Cohere reports it in `meta`. */
function tokensIn(answer: unknown): number | undefined {
  const { usage, meta } = objectOf(answer);
  const { tokens, billed_units: billed } = objectOf(meta);
  const places = [objectOf(usage), objectOf(tokens), objectOf(billed)];
  return places
    .flatMap(({ prompt_tokens: prompt, input_tokens: input, total_tokens: total }) => [prompt, input, total])
    .find((count): count is number => Number.isSafeInteger(count) && (count as number) >= 0);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isPlainObject(value) ? value : {};
}
