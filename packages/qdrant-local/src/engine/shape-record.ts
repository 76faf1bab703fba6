import { setOwn } from '../payloads/copy-json.ts';
import type { PayloadSelector } from '../payloads/select-payload.ts';
import type { WithVector } from '../requests/request-types.ts';
import type { PointRecordResult } from '../requests/result-types.ts';
import { shortestFloat32Array } from '../vectors/shortest-float32.ts';
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

function shapeVectors(
  table: PointTable,
  slot: number,
  wanted: true | readonly string[],
): number[] | Record<string, number[]> {
  const vectors: Record<string, number[]> = {};
  for (const [name, column] of table.columns) {
    const vector = wanted === true || wanted.includes(name) ? column.get(slot) : undefined;
    if (vector === undefined) continue;
    const decimals = shortestFloat32Array(vector.values);
    if (name === '') return decimals;
    setOwn(vectors, name, decimals);
  }
  return vectors;
}
