import { isDeepStrictEqual } from 'node:util';
import type { Schemas } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';
import type { RequestRunner } from '../requests/request-runner.ts';
import type { ReadParameters, RetrievedPoint } from '../types/points.ts';
import { cutBatch } from '../upload/cut-batch.ts';

/** A vector with Cosine distance is normalized again when it is copied, which may change its last digits. */
const tolerance = 1e-5;

/**
 * Checks that a copy has the same number of points as its original, and that a sample of the points is equal. Returns the number.
 *
 * @throws {VectorStoreError} naming the difference.
 */
export async function verifyCopy(
  source: RequestRunner,
  destination: RequestRunner,
  collection: string,
  { sample, reading, signal }: VerifyOptions,
): Promise<number> {
  const countOf = (runner: RequestRunner) =>
    runner.run<Schemas['CountResult']>('count', { collection, body: { exact: true, ...reading }, signal });
  const [{ count: wanted }, { count }] = [await countOf(source), await countOf(destination)];
  if (count !== wanted) throw different(collection, `it has ${count} points, the original ${wanted}`);
  if (sample.length === 0) return count;
  const rounded = await roundedVectors(destination, collection, signal);
  for (const { points: originals } of cutBatch({ first: 0, points: sample })) {
    const body = { ids: originals.map(({ id }) => id), with_payload: true, with_vector: true, ...reading };
    const copies = await destination.run<RetrievedPoint[]>('retrieve', { collection, body, signal });
    requireSamePoints(collection, { originals, copies, rounded });
  }
  return count;
}

/** Options of {@link verifyCopy}: the sample of originals, and the parameters of reads. */
interface VerifyOptions {
  readonly sample: readonly RetrievedPoint[];
  /** Parameters of each read. */
  readonly reading: ReadParameters;
  readonly signal: AbortSignal | undefined;
}

/** The points of both sides, and the names of the vectors whose components are not compared. */
interface Copies {
  readonly originals: readonly RetrievedPoint[];
  readonly copies: readonly RetrievedPoint[];
  readonly rounded: ReadonlySet<string>;
}

function requireSamePoints(collection: string, { originals, copies, rounded }: Copies): void {
  const byId = new Map(copies.map((copy) => [copy.id, copy]));
  const vectorsOf = ({ vector }: RetrievedPoint): unknown => countRows(vector ?? {}, rounded);
  for (const original of originals) {
    const copy = byId.get(original.id);
    if (copy === undefined) throw different(collection, `point ${original.id} is missing`);
    if (!isDeepStrictEqual(copy.payload ?? {}, original.payload ?? {})) {
      throw different(collection, `the payload of point ${original.id} is different`);
    }
    if (!sameVectors(vectorsOf(copy), vectorsOf(original))) {
      throw different(collection, `the vectors of point ${original.id} are different`);
    }
  }
}

/**
 * Returns the names of the vectors that are stored with fewer bits than they were sent. Only their number of rows is compared. The embedded engine
 * quantizes multivectors on disk, and a server rounds the turbo datatypes.
 */
async function roundedVectors(
  destination: RequestRunner,
  collection: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const { config } = await destination.run<Schemas['CollectionInfo']>('getCollection', { collection, signal });
  const { vectors = {} } = config.params;
  const byName = 'size' in vectors && typeof vectors.size === 'number' ? { '': vectors } : vectors;
  return new Set(Object.keys(byName).filter((name) => isRounded(Reflect.get(byName, name) as Schemas['VectorParams'])));
}

function isRounded({ multivector_config, quantization_config, datatype, on_disk }: Schemas['VectorParams']): boolean {
  const isQuantized = (quantization_config ?? undefined) !== undefined && on_disk === true;
  const isTurbo = typeof datatype === 'string' && datatype.startsWith('turbo');
  return isTurbo || ((multivector_config ?? undefined) !== undefined && isQuantized);
}

/** Returns the vectors of a point, with each vector of these names replaced by its number of rows or components. */
function countRows(vectors: unknown, names: ReadonlySet<string>): unknown {
  if (names.size === 0) return vectors;
  if (Array.isArray(vectors)) return names.has('') ? vectors.length : vectors;
  return Object.fromEntries(
    Object.entries(vectors as object).map(([name, vector]: [string, unknown]) => [
      name,
      names.has(name) && Array.isArray(vector) ? vector.length : vector,
    ]),
  );
}

/** Returns whether the vectors are equal up to rounding. The order of the indices of sparse vectors does not matter. */
export function sameVectors(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one), Math.abs(other));
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameVectors(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  if (isSparse(one) && isSparse(other)) return sameVectors(byIndex(one), byIndex(other));
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => sameVectors(one[key], other[key]));
}

interface Sparse {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSparse(value: object): value is Sparse {
  return 'indices' in value && 'values' in value;
}

function byIndex({ indices, values }: Sparse): (readonly number[])[] {
  return indices
    .map((index, position) => [index, values[position]!] as const)
    .toSorted(([one], [other]) => one - other);
}

function different(collection: string, reason: string): VectorStoreError {
  return new VectorStoreError({
    message: `The copy of "${collection}" differs from its original: ${reason}. Was the original written to in the meantime? Running migrate again is safe.`,
    operation: 'migrate',
    collection,
  });
}
