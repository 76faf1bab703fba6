import type { PointId, ReadableVectorStore } from '@x/core';

import { documentKey } from './document-keys.ts';
import { decodeDocumentId, readRecord } from './index-record.ts';
import { passageIds } from './point-ids.ts';

const idsPerDeletion = 256;

/**
 * Removes the points of indexed documents that were not seen, and returns how many documents these were. Other points stay.
 *
 * A document goes in one call: a part of it would count as the whole, or be forgotten, when the run ends between two calls.
 */
export async function removeVanished<Payload extends object>(
  store: ReadableVectorStore<Payload>,
  seen: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const call = signal === undefined ? {} : { signal };
  const vanished = new Set<string>();
  // Passages whose first passage has not come yet. It never comes when somebody else removed it.
  const waiting = new Map<string, PointId[]>();
  let ids: PointId[] = [];
  for await (const { id, payload } of store.scan(call)) {
    const record = readRecord(payload);
    if (record === undefined) continue;
    const document = decodeDocumentId(record.document);
    const key = documentKey(document);
    if (seen.has(key)) continue;
    if (record.passage > 0) {
      if (!vanished.has(key)) waiting.set(key, [...(waiting.get(key) ?? []), id]);
      continue;
    }
    vanished.add(key);
    waiting.delete(key);
    ids.push(id, ...passageIds(document, 1, record.passages ?? 1));
    if (ids.length < idsPerDeletion) continue;
    await store.delete(ids, call);
    ids = [];
  }
  ids.push(...Array.from(waiting.values()).flat());
  if (ids.length > 0) await store.delete(ids, call);
  return vanished.size + waiting.size;
}
