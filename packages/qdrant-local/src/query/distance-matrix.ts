import type { PointId } from '@x/core';

import { selectSlots } from '../filter/slot-selection.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { ParsedSearchMatrix } from '../requests/query/read-search-matrix.ts';
import type { SearchMatrixOffsetsResult, SearchMatrixPairsResult } from '../requests/types/query-result-types.ts';
import { requireVector } from '../table/prepare-vector.ts';
import { shortestFloat32 } from '../vectors/shortest-float32.ts';
import { excludeSlots, intersectSelections, selectOnly } from './narrow-selection.ts';
import type { ScoredSlot } from './nearest-scan.ts';
import { searchNearest } from './nearest.ts';
import type { QueryScope } from './query-scope.ts';
import { sampleSlots } from './sample-slots.ts';

/** A drawn point and its nearest ones among those drawn, best first. */
export interface MatrixRow {
  readonly slot: number;
  readonly neighbours: readonly ScoredSlot[];
}

/**
 * The nearest neighbours of points drawn at random among themselves, in the order of their ids; none when fewer than two
 * points can be drawn.
 *
 * Source: qdrant/qdrant lib/collection/src/collection/distance_matrix.rs.
 */
export async function distanceMatrix(request: ParsedSearchMatrix, scope: QueryScope): Promise<MatrixRow[]> {
  const { filter, sample, limit, vectorName } = request;
  const { table } = scope;
  requireVector(table.config, vectorName, scope.context);
  const column = table.columns.get(vectorName)!;
  const hasVector = { candidates: undefined, passes: (slot: number) => column.has(slot) };
  const drawn = sampleSlots(
    table,
    { selection: intersectSelections(hasVector, selectSlots(table, filter)), limit: sample },
    scope.random,
  ).toSorted((a, b) => comparePointIds(table.id(a), table.id(b)));
  if (drawn.length < 2) return [];
  const selection = selectOnly(drawn);
  const rows: MatrixRow[] = [];
  for (const slot of drawn) {
    const others = excludeSlots(selection, new Set([slot]));
    const neighbours = await searchNearest(table, column, column.get(slot)!, { count: limit, selection: others });
    rows.push({ slot, neighbours });
  }
  return rows;
}

/** The matrix as pairs of ids. */
export function matrixPairs(rows: readonly MatrixRow[], { table }: QueryScope): SearchMatrixPairsResult {
  const pairs = rows.flatMap(({ slot, neighbours }) =>
    neighbours.map((neighbour) => ({ a: table.id(slot), b: table.id(neighbour.slot), score: shownScore(neighbour) })),
  );
  return { pairs };
}

/** The matrix as positions in the list of its ids. */
export function matrixOffsets(rows: readonly MatrixRow[], { table }: QueryScope): SearchMatrixOffsetsResult {
  const positions = new Map(rows.map(({ slot }, position) => [slot, position]));
  const entries = rows.flatMap(({ neighbours }, row) => neighbours.map((neighbour) => ({ row, neighbour })));
  return {
    offsets_row: entries.map(({ row }) => row),
    offsets_col: entries.map(({ neighbour }) => positions.get(neighbour.slot)!),
    scores: entries.map(({ neighbour }) => shownScore(neighbour)),
    ids: rows.map(({ slot }): PointId => table.id(slot)),
  };
}

/** Adding 0 turns -0, which JSON does not know, into 0. */
function shownScore({ score }: ScoredSlot): number {
  return shortestFloat32(score) + 0;
}
