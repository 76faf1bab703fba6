import type { PointId, ReadableVectorStore } from '@x/core';

import { documentKey } from './document-keys.ts';
import { decodeDocumentId, splitPayload } from './index-record.ts';

const idsPerDeletion = 256;

/** Removes the points of indexed documents that were not seen, and returns how many documents these were. Other points stay. */
export async function removeVanished<Payload extends object>(
  store: ReadableVectorStore<Payload>,
  seen: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const call = signal === undefined ? {} : { signal };
  const vanished = new Set<string>();
  let ids: PointId[] = [];
  for await (const { id, payload } of store.scan(call)) {
    const { record } = splitPayload(payload);
    if (record === undefined) continue;
    const key = documentKey(decodeDocumentId(record.document));
    if (seen.has(key)) continue;
    vanished.add(key);
    ids.push(id);
    if (ids.length < idsPerDeletion) continue;
    await store.delete(ids, call);
    ids = [];
  }
  if (ids.length > 0) await store.delete(ids, call);
  return vanished.size;
}
