import { setOwn } from '../payloads/copy-json.ts';
import type { PayloadSelector } from '../payloads/select-payload.ts';
import type { WithVector } from '../requests/request-types.ts';
import type { PointRecordResult, VectorResult } from '../requests/result-types.ts';
import { shortestFloat32Array } from '../vectors/shortest-float32.ts';
import type { VectorValue } from '../vectors/vector-value.ts';
import type { PointTable } from './point-table.ts';

/** What an answer holds beside ids. */
export interface ResultShape {
  readonly selectPayload: PayloadSelector;
  readonly withVector: WithVector;
}

/** Makes a point into an answer that shares nothing with the table. */
export function shapeRecord(
  table: PointTable,
  slot: number,
  { selectPayload, withVector }: ResultShape,
): PointRecordResult {
  const payload = selectPayload(table.payload(slot));
  return {
    id: table.id(slot),
    ...(payload === undefined ? {} : { payload }),
    ...(withVector === false ? {} : { vector: shapeVectors(table, slot, withVector) }),
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
