import type { PointId } from '@x/core';

import { documentKey } from '../indexing/document-keys.ts';

/** What tells documents and their passages apart in every store. */
interface Placed {
  readonly id: PointId;
  readonly passage?: { readonly start: number };
}

/** Integers before UUIDs, both ascending, then passages in the order of the text: an order of ties that no store changes. */
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
