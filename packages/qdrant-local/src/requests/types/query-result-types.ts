import type { PointId } from '@x/core';

import type { PointRecordResult, ScoredPoint } from './result-types.ts';

/** The best hits that share a value at the key by which they are grouped. */
export interface PointGroup {
  /** The shared value. */
  id: string | number;
  hits: ScoredPoint[];
  /** The point whose id is the value, from the collection of `with_lookup`; missing when there is none. */
  lookup?: PointRecordResult;
}

/** The result of `queryGroups`. */
export interface QueryGroupsResult {
  /** The groups, in the order of their best hits. */
  groups: PointGroup[];
}

/** The result of `searchMatrixPairs`: for each sampled point `a`, its nearest neighbors `b` among the sampled points. */
export interface SearchMatrixPairsResult {
  pairs: { a: PointId; b: PointId; score: number }[];
}

/** The result of `searchMatrixOffsets`: a sparse matrix whose rows and columns are positions in `ids`. */
export interface SearchMatrixOffsetsResult {
  offsets_row: number[];
  offsets_col: number[];
  scores: number[];
  ids: PointId[];
}
