import { setOwn } from '../json/copy-json.ts';
import { type PayloadCopyOptions, selectPayload } from '../payloads/select-payload.ts';
import type { ResultSelection } from '../requests/read-result-selection.ts';
import type { PointRecordResult, VectorResult } from '../requests/types/result-types.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import { shortestFloat32Array } from '../vectors/shortest-float32.ts';
import type { PointTable } from './point-table.ts';

/** Makes a point into an answer that shares nothing with the table. */
export function shapeRecord(
  table: PointTable,
  slot: number,
  { payload: payloadSelection, vectors }: ResultSelection,
  options: PayloadCopyOptions,
): PointRecordResult {
  const payload = selectPayload(table.payload(slot), payloadSelection, options);
  return {
    id: table.id(slot),
    ...(payload === undefined ? {} : { payload }),
    ...(vectors === false ? {} : { vector: shapeVectors(table, slot, vectors) }),
  };
}

/** As on the server, an unnamed vector alone comes without a name, and beside named ones under the empty name. */
function shapeVectors(
  table: PointTable,
  slot: number,
  wanted: true | readonly string[],
): NonNullable<PointRecordResult['vector']> {
  const vectors: Record<string, VectorResult> = {};
  for (const [name, column] of table.columns) {
    const vector = wanted === true || wanted.includes(name) ? column.get(slot) : undefined;
    if (vector !== undefined) setOwn(vectors, name, shapeVector(vector));
  }
  const names = Object.keys(vectors);
  // A sparse vector always has a name.
  return names.length === 1 && names[0] === '' ? (vectors[''] as number[] | number[][]) : vectors;
}

function shapeVector(vector: VectorValue): VectorResult {
  const { values } = vector;
  if (vector.kind === 'dense') return shortestFloat32Array(values);
  if (vector.kind === 'sparse') return { indices: [...vector.indices], values: shortestFloat32Array(values) };
  const rows: number[][] = [];
  for (let row = 0; row < values.length; row += vector.dimension) {
    rows.push(shortestFloat32Array(values.subarray(row, row + vector.dimension)));
  }
  return rows;
}
