import type { PointId } from '@x/core';

import type { PointRecordResult, ScoredPoint } from './result-types.ts';

/** The best hits that have one value at the key they are grouped by. */
export interface PointGroup {
  /** The value. */
  id: string | number;
  hits: ScoredPoint[];
  /** The point with the value as its id in the collection of `with_lookup`; absent where there is none. */
  lookup?: PointRecordResult;
}

/** What `queryGroups` answers. */
export interface QueryGroupsResult {
  /** In the order of their best hits. */
  groups: PointGroup[];
}

/** What `searchMatrixPairs` answers: for each drawn point `a` its nearest ones `b` among those drawn. */
export interface SearchMatrixPairsResult {
  pairs: { a: PointId; b: PointId; score: number }[];
}

/** What `searchMatrixOffsets` answers: a sparse matrix; rows and columns are positions in `ids`. */
export interface SearchMatrixOffsetsResult {
  offsets_row: number[];
  offsets_col: number[];
  scores: number[];
  ids: PointId[];
}
