import type { PointId } from '@x/core';

import type { Payload } from '../json/copy-json.ts';
import type { StoredVector } from '../vectors/packed-value.ts';

/** A point as it is stored. Vectors may be views, so a storage copies what it keeps. */
export interface PointRecord {
  readonly id: PointId;
  /** Number of the write that last changed the point. */
  readonly version: number;
  readonly vectors: ReadonlyMap<string, StoredVector>;
  readonly payload: Payload;
}

/** One step of a write. */
export type PointChange =
  | { readonly kind: 'put'; readonly record: PointRecord }
  | { readonly kind: 'delete'; readonly id: PointId };
