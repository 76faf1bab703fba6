import type { PointId, ReadableVectorStore } from '@x/core';

import { documentKey } from './document-keys.ts';
import { decodeDocumentId, readRecord } from './index-record.ts';
import { passageIds } from './point-ids.ts';

const idsPerDeletion = 256;

/**
 * Removes the points of indexed documents that were not seen, and returns the number of those documents. Other points stay.
 *
 * Each document is removed in one call. If the run ended between two calls for a document, the rest could count as the
 * whole document or never be removed.
 */
export async function removeVanished<Payload extends object>(
  store: ReadableVectorStore<Payload>,
  seen: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const call = signal === undefined ? {} : { signal };
  const vanished = new Set<string>();
  // Points of passages whose first passage has not been scanned yet. It may never come, if another process removed it.
  const waiting = new Map<string, PointId[]>();
  let ids: PointId[] = [];
  for await (const { id, payload } of store.scan(call)) {
    const record = readRecord(payload);
    if (record === undefined) continue;
    const document = decodeDocumentId(record.document);
    const key = documentKey(document);
    if (seen.has(key)) continue;
    if (record.passage > 0) {
      if (vanished.has(key)) continue;
      const points = waiting.get(key);
      if (points === undefined) waiting.set(key, [id]);
      else points.push(id);
      continue;
    }
    vanished.add(key);
    waiting.delete(key);
    ids.push(id, ...passageIds(document, 1, record.passages ?? 1));
    if (ids.length < idsPerDeletion) continue;
    await store.delete(ids, call);
    ids = [];
  }
  const rest = [...ids, ...Array.from(waiting.values()).flat()];
  if (rest.length > 0) await store.delete(rest, call);
  return vanished.size + waiting.size;
}
