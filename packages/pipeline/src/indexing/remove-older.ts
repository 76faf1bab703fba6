import { type NamedVectorStore, type PointId, requireInteger, requireOptions } from '@x/core';

import { CallWatch, type PipelineEventListener } from '../events.ts';
import { batchesOf } from './batches-of.ts';
import { decodeDocumentId, readRecord } from './index-record.ts';
import { type RemoveVanishedOptions, removeVanishedKinds } from './index-options.ts';
import { requireVersionedStore } from './indexer.ts';
import { passageIds, pointIdOf } from './point-ids.ts';
import { RunStore } from './run-store.ts';

const documentsPerBatch = 256;

/** Removes documents that neither a run nor a later one saw; see `SearchPipeline.removeVanished`. */
export async function removeOlderDocuments<Payload extends object>(
  {
    store,
    onEvent,
  }: { readonly store: NamedVectorStore<Payload>; readonly onEvent: PipelineEventListener | undefined },
  options: RemoveVanishedOptions,
): Promise<number> {
  const { runId, signal } = requireOptions(options, removeVanishedKinds);
  requireInteger(runId, 'runId', { min: 0 });
  const versioned = requireVersionedStore(store, runId);
  signal?.throwIfAborted();
  const watch = new CallWatch('removeVanished', onEvent);
  return watch.call({ type: 'removeVanished', database: store.database }, () =>
    removeOlder(new RunStore(versioned, { runId, watch, signal })),
  );
}

/** Removes the documents that neither the store's run nor a later one saw, and returns their number. */
export async function removeOlder<Payload extends object>(store: RunStore<Payload>): Promise<number> {
  let removed = 0;
  for await (const batch of batchesOf(store.scan(store.runId - 1), documentsPerBatch)) {
    const documents = batch.flatMap(({ payload }) => {
      const record = readRecord(payload);
      return record === undefined ? [] : [{ id: decodeDocumentId(record.document), passages: record.passages ?? 1 }];
    });
    removed += await removeBatch(store, documents);
  }
  return removed;
}

/**
 * A document with several passages is first marked as being written, and its first passage is removed last. A run that sees the document in between writes it
 * again. If the removal is interrupted, the next one finds the document.
 */
async function removeBatch<Payload extends object>(
  store: RunStore<Payload>,
  documents: readonly { readonly id: PointId; readonly passages: number }[],
): Promise<number> {
  if (documents.length === 0) return 0;
  const version = store.runId - 1;
  const split = documents.filter(({ passages }) => passages > 1);
  if (split.length > 0) {
    const ids = split.map(({ id }) => pointIdOf(id));
    await store.update(ids, { hash: '' }, version);
    const knownOf = await store.read(ids);
    const others = split.flatMap(({ id }) => {
      const { hash, passages, version: found } = knownOf(pointIdOf(id));
      return hash === undefined && found <= version ? passageIds(id, 1, passages) : [];
    });
    await store.delete(others, version);
  }
  const firsts = documents.map(({ id }) => pointIdOf(id));
  await store.delete(firsts, version);
  const knownOf = await store.read(firsts);
  return firsts.filter((id) => knownOf(id).passages === 0).length;
}
