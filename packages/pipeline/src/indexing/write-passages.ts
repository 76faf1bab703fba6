import type { NamedVectorsPoint, PointId, StoreVector, TokenEmbedding } from '@x/core';

import type { CallWatch } from '../events.ts';
import { passageId } from './document-keys.ts';
import { readRecord } from './index-record.ts';
import { type IndexedVector, type Indexer, joinVectors, readableStore } from './indexer.ts';
import type { AnyEmbedder } from '../stages/stage.ts';
import { type ChangedDocument, type DividedDocument, type Passage, payloadOf } from './plan-documents.ts';

/** What writing needs beside the passages. */
export interface Writing {
  readonly vectors: readonly IndexedVector[];
  readonly watch: CallWatch;
  readonly signal: AbortSignal | undefined;
}

/**
 * Embeds and stores the passages of documents, at most `batchSize` at a time.
 *
 * A document that one call cannot write is in flux from its first call to its last, and its first passage says so. Therefore a run may end
 * before or after any call: docs/decisions/0100-pipeline-documents-in-flux.md.
 */
export async function writePassages<Payload extends object>(
  { store }: Pick<Indexer<Payload>, 'store'>,
  documents: readonly DividedDocument<Payload>[],
  batchSize: number,
  { vectors, watch, signal }: Writing,
): Promise<void> {
  const call = signal === undefined ? {} : { signal };
  const pointOf = readableStore(store) === undefined ? plainPoint : recordedPoint;
  const planned = planPassages(documents, batchSize);
  /** First passages of documents in flux, in the form that ends it. */
  const endings = new Map<ChangedDocument<Payload>, NamedVectorsPoint<Payload>>();
  for (let from = 0; from < planned.length; from += batchSize) {
    const batch = planned.slice(from, from + batchSize);
    const texts = batch.map(({ passage }) => passage);
    const values = await embedPassages(texts, vectors, { watch, signal });
    const points: NamedVectorsPoint<Payload>[] = [];
    for (const [index, { passage, passages, isInFlux, endsFlux }] of batch.entries()) {
      const column = values.map((vectorValues) => vectorValues[index]!);
      const vector = joinVectors(vectors, column);
      points.push(pointOf(passage, vector, { passages, isInFlux }));
      const { document, position } = passage;
      if (isInFlux && position === 0) endings.set(document, pointOf(passage, vector, { passages, isInFlux: false }));
      if (!endsFlux) continue;
      points.push(endings.get(document)!);
      endings.delete(document);
    }
    await watch.stage('store', () => store.upsert(points, call), signal);
  }
  if (endings.size === 0) return;
  const finish = async (): Promise<void> => {
    await store.delete(documents.flatMap(formerPassages), call);
    await store.upsert([...endings.values()], call);
  };
  await watch.stage('store', finish, signal);
}

/** The vectors of passages, one column for each vector of the store. @throws {PipelineStageError} with the stage `embed`. */
export async function embedPassages<Payload extends object>(
  passages: readonly Passage<Payload>[],
  vectors: readonly IndexedVector[],
  { watch, signal }: Pick<Writing, 'watch' | 'signal'>,
): Promise<StoreVector[][]> {
  const texts = passages.map(({ text }) => text);
  const call = signal === undefined ? {} : { signal };
  const embed = (): Promise<StoreVector[][]> => {
    // A text's vector and its token vectors come from one pass of the model.
    const withTokens = new Map<AnyEmbedder, Promise<TokenEmbedding[]>>();
    for (const { embedder, isOfTokens } of vectors) {
      if (isOfTokens) withTokens.set(embedder, embedder.passageEmbedWithTokens(texts, call));
    }
    const columnOf = async ({ embedder, isOfTokens }: IndexedVector): Promise<StoreVector[]> => {
      const embeddings = await withTokens.get(embedder);
      if (embeddings === undefined) return embedder.passageEmbed(texts, call);
      return embeddings.map(({ vector, tokenVectors }) => (isOfTokens ? tokenVectors : vector));
    };
    return Promise.all(vectors.map(columnOf));
  };
  return watch.stage('embed', embed, signal);
}

interface PlannedPassage<Payload extends object> {
  readonly passage: Passage<Payload>;
  /** How many the document has. */
  readonly passages: number;
  readonly isInFlux: boolean;
  /** True for the last passage, when nothing has to be removed after it. */
  readonly endsFlux: boolean;
}

/** The passages in the order of writing, `batchSize` for each call. */
function planPassages<Payload extends object>(
  documents: readonly DividedDocument<Payload>[],
  batchSize: number,
): PlannedPassage<Payload>[] {
  let first = 0;
  return documents.flatMap(({ document, passages: { length }, passages }) => {
    const last = first + length - 1;
    const isOneCall = Math.floor(first / batchSize) === Math.floor(last / batchSize);
    const isShorter = length < document.knownPassages;
    first += length;
    return passages.map((passage) => ({
      passage,
      passages: length,
      isInFlux: isShorter || !isOneCall,
      endsFlux: !isShorter && !isOneCall && passage.position === length - 1,
    }));
  });
}

type PointForm = Parameters<typeof payloadOf>[1];

function recordedPoint<Payload extends object>(
  passage: Passage<Payload>,
  vector: NamedVectorsPoint['vector'],
  form: PointForm,
): NamedVectorsPoint<Payload> {
  return { id: passageId(passage.document.id, passage.position), vector, payload: payloadOf(passage, form) };
}

/** For a store that cannot be read back. A payload that looks like ours still has to be told apart from it. */
function plainPoint<Payload extends object>(
  passage: Passage<Payload>,
  vector: NamedVectorsPoint['vector'],
  form: PointForm,
): NamedVectorsPoint<Payload> {
  const { id, payload } = passage.document;
  return readRecord(payload) === undefined ? { id, vector, payload } : recordedPoint(passage, vector, form);
}

/** The points that a document no longer needs. */
function formerPassages<Payload extends object>({ document, passages }: DividedDocument<Payload>): PointId[] {
  const ids: PointId[] = [];
  for (let position = passages.length; position < document.knownPassages; position++) {
    ids.push(passageId(document.id, position));
  }
  return ids;
}
