import type { PointId } from '@x/core';

import { finish, isSteps, mapInSteps, type Steps } from '../turns/steps.ts';
import { type Payload, setOwn } from '../json/copy-json.ts';
import { type PayloadCopyOptions, selectPayload } from '../payloads/select-payload.ts';
import type { ResultSelection } from '../requests/read-result-selection.ts';
import type { PointRecordResult, VectorResult } from '../requests/types/result-types.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import { rowsOf } from '../vectors/multi-column.ts';
import { shortestFloat32, shortestFloat32Array } from '../vectors/shortest-float32.ts';
import type { PointTable } from './point-table.ts';

// The elements of vectors that one step converts.
const elementsPerStep = 2048;

/** Converts a point to a result that shares nothing with the table. Returns the steps to it when the point is large. */
export function shapeRecord(
  table: PointTable,
  slot: number,
  { payload: payloadSelection, vectors }: ResultSelection,
  options: PayloadCopyOptions,
): PointRecordResult | Steps<PointRecordResult> {
  const payload = selectPayload(table.payload(slot), payloadSelection, options);
  const wanted = vectors === false ? undefined : wantedVectors(table, slot, vectors);
  const id = table.id(slot);
  if (isSteps(payload) || wanted?.some(([, { values }]) => values.length > elementsPerStep) === true) {
    return shapeInSteps(id, payload, wanted);
  }
  return toRecord(
    id,
    payload,
    wanted?.map(([name, vector]) => [name, shapeVector(vector)]),
  );
}

type ByName<T> = readonly (readonly [name: string, vector: T])[];

function wantedVectors(table: PointTable, slot: number, wanted: true | readonly string[]): ByName<VectorValue> {
  const vectors: [string, VectorValue][] = [];
  for (const [name, column] of table.columns) {
    const vector = wanted === true || wanted.includes(name) ? column.get(slot) : undefined;
    if (vector !== undefined) vectors.push([name, vector]);
  }
  return vectors;
}

function* shapeInSteps(
  id: PointId,
  payload: Payload | Steps<Payload> | undefined,
  wanted: ByName<VectorValue> | undefined,
): Steps<PointRecordResult> {
  const copy = payload && (yield* finish(payload));
  const vectors: [string, VectorResult][] = [];
  for (const [name, vector] of wanted ?? []) vectors.push([name, yield* shapeVectorInSteps(vector)]);
  return toRecord(id, copy, wanted && vectors);
}

function toRecord(
  id: PointId,
  payload: Payload | undefined,
  vectors: ByName<VectorResult> | undefined,
): PointRecordResult {
  if (vectors === undefined) return payload === undefined ? { id } : { id, payload };
  const vector = toVectors(vectors);
  return payload === undefined ? { id, vector } : { id, payload, vector };
}

/** As on the server, a single unnamed vector is returned without a name, and with the empty name next to named ones. */
function toVectors(vectors: ByName<VectorResult>): NonNullable<PointRecordResult['vector']> {
  // A sparse vector always has a name.
  if (vectors.length === 1 && vectors[0]![0] === '') return vectors[0]![1];
  const byName: Record<string, VectorResult> = {};
  for (const [name, vector] of vectors) setOwn(byName, name, vector);
  return byName;
}

function shapeVector(vector: VectorValue): VectorResult {
  const { values } = vector;
  if (vector.kind === 'dense') return shortestFloat32Array(values);
  if (vector.kind === 'sparse') return { indices: [...vector.indices], values: shortestFloat32Array(values) };
  return rowsOf(vector, vector.dimension).map(shortestFloat32Array);
}

function* shapeVectorInSteps(vector: VectorValue): Steps<VectorResult> {
  const { values } = vector;
  if (vector.kind === 'dense') return shortestFloat32Array(values);
  if (vector.kind === 'sparse') {
    return { indices: [...vector.indices], values: yield* mapInSteps(values, shortestFloat32, elementsPerStep) };
  }
  const { dimension } = vector;
  const rowsPerStep = Math.ceil(elementsPerStep / dimension);
  return yield* mapInSteps(
    { length: values.length / dimension },
    (_, row) => shortestFloat32Array(values.subarray(row * dimension, (row + 1) * dimension)),
    rowsPerStep,
  );
}
