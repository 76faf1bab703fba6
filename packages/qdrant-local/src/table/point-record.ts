import type { PointId } from '@x/core';

import type { Payload } from '../json/copy-json.ts';
import type { StoredVector } from '../vectors/packed-value.ts';

/** A point as it is kept. Vectors may be views: a storage copies what it wants to keep. */
export interface PointRecord {
  readonly id: PointId;
  /** Number of the write that made it what it is. */
  readonly version: number;
  readonly vectors: ReadonlyMap<string, StoredVector>;
  readonly payload: Payload;
}

/** One step of a write. */
export type PointChange =
  | { readonly kind: 'put'; readonly record: PointRecord }
  | { readonly kind: 'delete'; readonly id: PointId };
