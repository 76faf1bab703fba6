import type { NamedVectorsPoint, PointId } from '@x/core';

import type { CallWatch, PipelineWork } from '../events.ts';
import { readRecord } from './index-record.ts';
import type { SearchedVector } from '../stages/searched-vectors.ts';
import { embedPassages } from './embed-passages.ts';
import { type Indexer, joinVectors, readableStore } from './indexer.ts';
import { sizeOf, splitBySize } from './split-by-size.ts';
import { type ChangedDocument, type SplitDocument, type Passage, payloadOf } from './plan-documents.ts';
import { passageId, passageIds } from './point-ids.ts';

/** Parameters of writing besides the passages. */
export interface Writing {
  readonly vectors: readonly SearchedVector[];
  readonly watch: CallWatch;
  readonly signal: AbortSignal | undefined;
  /** Vectors that an earlier attempt computed; those of this attempt are added. @default none, and none are kept */
  readonly embedded?: EmbeddedPassages | undefined;
}

/** The vectors of passages. */
export type EmbeddedPassages = Map<Passage<object>, NamedVectorsPoint['vector']>;

/** Vector components that are held before the first write: 16 MB of dense vectors. */
const mostHeldComponents = 2 ** 22;

/**
 * Embeds and stores the passages of documents, at most `batchSize` at a time, and fewer when their vectors are large.
 *
 * A document that needs several calls is "in flux" from the first call to the last: its first passage is marked as being written. A run may therefore end before or
 * after any call: docs/decisions/0100-pipeline-documents-in-flux.md.
 */
export async function writePassages<Payload extends object>(
  { store }: Pick<Indexer<Payload>, 'store'>,
  documents: readonly SplitDocument<Payload>[],
  batchSize: number,
  writing: Writing,
): Promise<void> {
  const { watch, signal } = writing;
  const call = signal === undefined ? {} : { signal };
  const work = (action: 'upsert' | 'delete', points: number): PipelineWork => {
    return { type: 'store', action, database: store.database, points };
  };
  const pointOf = readableStore(store) === undefined ? plainPoint : recordedPoint;
  /** The final form of first passages that are still marked as being written. */
  const endings = new Map<ChangedDocument<Payload>, NamedVectorsPoint<Payload>>();
  for await (const embedded of embedByBatches(documents, batchSize, writing)) {
    for (const written of splitBySize(embedded, ({ document }) => document.payload)) {
      const points = pointsOfCall(written, pointOf, endings);
      await watch.stage('store', () => store.upsert(points, call), signal, work('upsert', points.length));
    }
  }
  if (endings.size === 0) return;
  const former = documents.flatMap(formerPassages);
  await watch.stage('store', () => store.delete(former, call), signal, work('delete', former.length));
  for (const points of splitBySize([...endings.values()], ({ payload }) => payload)) {
    await watch.stage('store', () => store.upsert(points, call), signal, work('upsert', points.length));
  }
}

/** A passage with its document and all passages of that document. */
export interface WantedPassage<Payload extends object> extends SplitDocument<Payload> {
  readonly passage: Passage<Payload>;
}

/** A passage with its vectors. */
export interface EmbeddedPassage<Payload extends object> extends WantedPassage<Payload> {
  readonly vector: NamedVectorsPoint['vector'];
}

/**
 * Embeds the passages of documents, `batchSize` at a time. The first batch is yielded after all passages are embedded, so that a passage that
 * cannot be embedded leaves the store unchanged. When the vectors reach the limit of held components, batches are yielded earlier.
 */
export async function* embedByBatches<Payload extends object>(
  documents: readonly SplitDocument<Payload>[],
  batchSize: number,
  writing: Writing,
): AsyncGenerator<EmbeddedPassage<Payload>[], void, undefined> {
  const held: EmbeddedPassage<Payload>[][] = [];
  let components = 0;
  const passages = documents.flatMap((split) => split.passages.map((passage) => ({ ...split, passage })));
  for (let from = 0; from < passages.length; from += batchSize) {
    const batch = await embedBatch(passages.slice(from, from + batchSize), writing);
    if (components >= mostHeldComponents) {
      yield* held.splice(0);
      yield batch;
      continue;
    }
    held.push(batch);
    for (const { vector } of batch) components += sizeOf(vector);
  }
  yield* held;
}

async function embedBatch<Payload extends object>(
  batch: readonly WantedPassage<Payload>[],
  { vectors, watch, signal, embedded = new Map() }: Writing,
): Promise<EmbeddedPassage<Payload>[]> {
  const unknown = batch.map(({ passage }) => passage).filter((passage) => !embedded.has(passage));
  if (unknown.length > 0) {
    const values = await embedPassages(unknown, vectors, { watch, signal });
    for (const [index, passage] of unknown.entries())
      embedded.set(passage, joinVectors(vectors, values.map((column) => column[index]!))); // prettier-ignore
  }
  return batch.map((one) => ({ ...one, vector: embedded.get(one.passage)! }));
}

/**
 * Returns the points of one call. If a first passage is still marked as being written, its final form is added to `endings`. That form is written
 * with the document's last passage, unless former passages must be removed.
 */
function pointsOfCall<Payload extends object>(
  written: readonly EmbeddedPassage<Payload>[],
  pointOf: typeof recordedPoint<Payload>,
  endings: Map<ChangedDocument<Payload>, NamedVectorsPoint<Payload>>,
): NamedVectorsPoint<Payload>[] {
  const counts = new Map<ChangedDocument<Payload>, number>();
  for (const { document } of written) counts.set(document, (counts.get(document) ?? 0) + 1);
  const points: NamedVectorsPoint<Payload>[] = [];
  for (const { document, passages, passage, vector } of written) {
    const isOneCall = counts.get(document) === passages.length;
    const isShorter = passages.length < document.knownPassages;
    const isInFlux = isShorter || !isOneCall;
    const form = { passages: passages.length, isInFlux };
    points.push(pointOf(passage, vector, form));
    if (!isInFlux) continue;
    if (passage.position === 0) endings.set(document, pointOf(passage, vector, { ...form, isInFlux: false }));
    // When the document became shorter, its former passages must be removed first.
    if (isShorter || passage.position < passages.length - 1) continue;
    points.push(endings.get(document)!);
    endings.delete(document);
  }
  return points;
}

type PointForm = Parameters<typeof payloadOf>[1];

export function recordedPoint<Payload extends object>(
  passage: Passage<Payload>,
  vector: NamedVectorsPoint['vector'],
  form: PointForm,
): NamedVectorsPoint<Payload> {
  return { id: passageId(passage.document.id, passage.position), vector, payload: payloadOf(passage, form) };
}

/**
 * For a store that cannot be read back. The point has no record, unless the payload looks like one or the point's id differs from the document's.
 */
function plainPoint<Payload extends object>(
  passage: Passage<Payload>,
  vector: NamedVectorsPoint['vector'],
  form: PointForm,
): NamedVectorsPoint<Payload> {
  const { id, payload } = passage.document;
  const isPlain = readRecord(payload) === undefined && passageId(id, 0) === id;
  return isPlain ? { id, vector, payload } : recordedPoint(passage, vector, form);
}

/** Returns the ids of the points that a document no longer needs. */
function formerPassages<Payload extends object>({ document, passages }: SplitDocument<Payload>): PointId[] {
  return passageIds(document.id, passages.length, document.knownPassages);
}
