import type { PointId } from '@x/core';

import { documentKey } from '../indexing/document-keys.ts';

/** The fields that identify documents and passages in any store. */
interface Placed {
  readonly id: PointId;
  readonly passage?: { readonly start: number };
}

/**
 * Orders integers before UUIDs, both ascending, then passages by their start in the text. Used for ties, so that their order
 * does not depend on the store.
 */
export function compareDocuments(a: Placed, b: Placed): number {
  return compareIds(a.id, b.id) || (a.passage?.start ?? 0) - (b.passage?.start ?? 0);
}

function compareIds(a: PointId, b: PointId): number {
  const isText = typeof a === 'string';
  if (isText !== (typeof b === 'string')) return isText ? 1 : -1;
  const [one, other] = isText ? [documentKey(a), documentKey(b)] : [a, b];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
