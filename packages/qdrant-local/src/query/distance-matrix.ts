import type { PointId } from '@x/core';

import { sortInTurns } from '../turns/sort-in-steps.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import { comparePointIds } from '../requests/point-ids.ts';
import type { ParsedSearchMatrix } from '../requests/query/read-search-matrix.ts';
import type { SearchMatrixOffsetsResult, SearchMatrixPairsResult } from '../requests/types/query-result-types.ts';
import { requireVector } from '../table/prepare-vector.ts';
import { excludeSlots, intersectSelections, selectOnly } from './narrow-selection.ts';
import type { ScoredSlot } from './nearest-scan.ts';
import { searchNearest } from './nearest.ts';
import type { QueryScope } from './query-scope.ts';
import { sampleSlots } from './sample-slots.ts';
import { scoreForClient } from './score-for-client.ts';

/** A sampled point and its nearest neighbors among the sampled points, best first. */
export interface MatrixRow {
  readonly slot: number;
  readonly neighbors: readonly ScoredSlot[];
}

/**
 * Returns randomly sampled points, in the order of their ids, each with its nearest neighbors among them. Returns an empty list when fewer than
 * two points can be sampled.
 *
 * Source: qdrant/qdrant lib/collection/src/collection/distance_matrix.rs.
 *
 * @throws {VectorStoreError} with status 400 when the vector does not exist, or the result would be too large.
 */
export async function distanceMatrix(request: ParsedSearchMatrix, scope: QueryScope): Promise<MatrixRow[]> {
  const { filter, sample, limit, vectorName } = request;
  const { table, turns } = scope;
  requireVector(table.config, vectorName, scope.context);
  const column = table.columns.get(vectorName)!;
  const hasVector = { candidates: undefined, passes: (slot: number) => column.has(slot) };
  const selected = intersectSelections(hasVector, await selectSlots(table, filter, turns));
  const sampled = await sampleSlots(table, { selection: selected, limit: sample }, scope);
  const drawn = await sortInTurns(sampled, (a, b) => comparePointIds(table.id(a), table.id(b)), turns);
  if (drawn.length < 2) return [];
  scope.answerSize.add(drawn.length * Math.min(limit, drawn.length - 1));
  const selection = await selectOnly(new Set(drawn), turns);
  const rows: MatrixRow[] = [];
  for (const slot of drawn) {
    const others = excludeSlots(selection, new Set([slot]));
    const neighbors = await searchNearest(table, column, column.get(slot)!, {
      count: limit,
      selection: others,
      turns,
    });
    rows.push({ slot, neighbors: neighbors.map((hit) => ({ ...hit, score: scoreForClient(hit.score, column) })) });
  }
  return rows;
}

/** Returns the matrix as pairs of ids. */
export async function matrixPairs(
  rows: readonly MatrixRow[],
  { table, turns }: QueryScope,
): Promise<SearchMatrixPairsResult> {
  const pairs: { a: PointId; b: PointId; score: number }[] = [];
  for (const { slot, neighbors } of rows) {
    for (const neighbor of neighbors) {
      if (turns.isSpent()) await turns.next();
      pairs.push({ a: table.id(slot), b: table.id(neighbor.slot), score: neighbor.score });
    }
  }
  return { pairs };
}

/** Returns the matrix as positions in the list of its ids. */
export async function matrixOffsets(
  rows: readonly MatrixRow[],
  { table, turns }: QueryScope,
): Promise<SearchMatrixOffsetsResult> {
  const positions = new Map(rows.map(({ slot }, position) => [slot, position]));
  const ids = rows.map(({ slot }): PointId => table.id(slot));
  const matrix = { offsets_row: [] as number[], offsets_col: [] as number[], scores: [] as number[], ids };
  for (const [row, { neighbors }] of rows.entries()) {
    for (const neighbor of neighbors) {
      if (turns.isSpent()) await turns.next();
      matrix.offsets_row.push(row);
      matrix.offsets_col.push(positions.get(neighbor.slot)!);
      matrix.scores.push(neighbor.score);
    }
  }
  return matrix;
}
