import { type Embedder, requireInteger, requireText, type VectorStore } from '@x/core';

import type { IndexOptions, PipelineDocument } from './pipeline-options.ts';
import { runStage } from './run-stage.ts';
import type { IndexReport } from './search-result.ts';

/** The parts that indexing needs. */
interface Indexer<Payload extends object> {
  readonly embedder: Embedder;
  readonly store: VectorStore<Payload>;
  readonly text: (payload: Payload) => string;
}

/** Embeds and stores documents batch by batch; a batch is stored whole or not at all. */
export async function indexDocuments<Payload extends object>(
  { embedder, store, text }: Indexer<Payload>,
  documents: Iterable<PipelineDocument<Payload>> | AsyncIterable<PipelineDocument<Payload>>,
  { batchSize = 64, signal, onProgress }: IndexOptions,
): Promise<IndexReport> {
  requireInteger(batchSize, 'batchSize', { min: 1 });
  // A list can be checked whole before anything is stored; a stream is checked batch by batch.
  if (Array.isArray(documents)) textsOf(documents, 0, text);
  const start = performance.now();
  const options = signal === undefined ? {} : { signal };
  const total = Array.isArray(documents) ? { total: documents.length } : {};
  const report = (completed: number): void =>
    onProgress?.({ phase: 'index', subject: embedder.modelName, completed, ...total, unit: 'items' });
  let indexed = 0;
  report(indexed);
  for await (const batch of batchesOf(documents, batchSize)) {
    const texts = textsOf(batch, indexed, text);
    const { result: vectors } = await runStage('embed', () => embedder.passageEmbed(texts, options), signal);
    const points = batch.map(({ id, payload }, position) => ({ id, payload, vector: vectors[position]! }));
    await runStage('store', () => store.upsert(points, options), signal);
    indexed += batch.length;
    report(indexed);
  }
  return { indexed, totalMs: performance.now() - start };
}

function textsOf<Payload extends object>(
  documents: readonly PipelineDocument<Payload>[],
  firstIndex: number,
  text: (payload: Payload) => string,
): string[] {
  return documents.map(({ payload }, offset) => requireText(text(payload), `documents[${firstIndex + offset}] text`));
}

async function* batchesOf<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number,
): AsyncGenerator<T[], void, undefined> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
