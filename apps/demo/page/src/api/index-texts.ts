import type { CollectionInfo, IndexingLine, NewCollection } from '../../../src/web/contract.ts';
import { readLines } from './read-lines.ts';
import { RequestFailure } from './request-failure.ts';
import { sendRequest, unreachable } from './send-request.ts';

/** The progress of the indexing. */
export type IndexingProgress = Extract<IndexingLine, { completed: number }>;

export interface IndexTextsOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: IndexingProgress) => void;
}

/**
 * Sends texts to the server, which indexes them. Aborting closes the connection, and the server deletes the texts.
 *
 * @throws {RequestFailure} When the server refuses the texts, fails, or stops responding.
 * @throws The reason of the signal when it is aborted.
 */
export async function indexTexts(
  collection: NewCollection,
  { signal, onProgress }: IndexTextsOptions,
): Promise<CollectionInfo> {
  const { body } = await sendRequest('api/collections', { method: 'POST', body: collection, signal });
  try {
    for await (const line of readLines(body ?? new ReadableStream())) {
      const message = JSON.parse(line) as IndexingLine;
      if ('collection' in message) return message.collection;
      if ('failure' in message) throw new RequestFailure(message.failure.error.message, message.failure.error.code);
      onProgress(message);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof RequestFailure ? error : unreachable(error);
  }
  throw unreachable('the response ended early');
}
