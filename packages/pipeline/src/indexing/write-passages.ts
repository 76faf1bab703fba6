import type { PointId, NamedVectorsPoint, StoreVector } from '@x/core';

import type { CallWatch } from '../events.ts';
import { passageId } from './document-keys.ts';
import { encodeDocumentId } from './index-record.ts';
import { type IndexedVector, type Indexer, joinVectors, readableStore } from './indexer.ts';
import { type ChangedDocument, type Passage, payloadOf } from './plan-documents.ts';

/** What writing needs beside the passages. */
export interface Writing {
  readonly vectors: readonly IndexedVector[];
  readonly watch: CallWatch;
  readonly signal: AbortSignal | undefined;
}

/**
 * Embeds and stores the passages of documents, at most `batchSize` at a time.
 *
 * Points that a document no longer needs go first, its first passage comes last: killed anywhere between, the document counts as changed
 * in the next run.
 */
export async function writePassages<Payload extends object>(
  { store }: Pick<Indexer<Payload>, 'store'>,
  documents: readonly { readonly document: ChangedDocument<Payload>; readonly passages: readonly Passage<Payload>[] }[],
  batchSize: number,
  { vectors, watch, signal }: Writing,
): Promise<void> {
  const call = signal === undefined ? {} : { signal };
  const isReadable = readableStore(store) !== undefined;
  const embed = (batch: readonly Passage<Payload>[]): Promise<StoreVector[][]> =>
    embedPassages(batch, vectors, { watch, signal });
  const stale = documents.flatMap(({ document, passages }) => staleIds(document, passages.length));
  const all = documents.flatMap(({ passages }) => passages.map((passage) => ({ passage, count: passages.length })));
  for (let from = 0; from < all.length; from += batchSize) {
    const batch = all.slice(from, from + batchSize);
    const values = await embed(batch.map(({ passage }) => passage));
    const points = batch.map(({ passage, count }, index): NamedVectorsPoint<Payload> => {
      const { id, payload } = passage.document;
      const vector = joinVectors(
        vectors,
        values.map((column) => column[index]!),
      );
      if (!isReadable) return { id, vector, payload };
      return { id: passageId(id, passage.position), vector, payload: payloadOf(passage, count, encodeDocumentId(id)) };
    });
    const write = async (): Promise<void> => {
      if (from === 0 && stale.length > 0) await store.delete(stale, call);
      await store.upsert(points, call);
    };
    await watch.stage('store', write, signal);
  }
}

/** The vectors of passages, one column for each vector of the store. @throws {PipelineStageError} with the stage `embed`. */
export async function embedPassages<Payload extends object>(
  passages: readonly Passage<Payload>[],
  vectors: readonly IndexedVector[],
  { watch, signal }: Pick<Writing, 'watch' | 'signal'>,
): Promise<StoreVector[][]> {
  const texts = passages.map(({ text }) => text);
  const call = signal === undefined ? {} : { signal };
  const embed = (): Promise<StoreVector[][]> =>
    Promise.all(vectors.map(({ embedder }): Promise<StoreVector[]> => embedder.passageEmbed(texts, call)));
  return watch.stage('embed', embed, signal);
}

function staleIds<Payload extends object>(
  { id, knownPassages }: ChangedDocument<Payload>,
  passages: number,
): PointId[] {
  const ids: PointId[] = [];
  for (let position = passages; position < knownPassages; position++) ids.push(passageId(id, position));
  return ids;
}
