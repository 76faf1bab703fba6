import { sortInSteps } from '../turns/sort-in-steps.ts';
import { mapInSteps, type Steps } from '../turns/steps.ts';
import { type RequestContext, wrongDimension, wrongInput } from '../json/server-errors.ts';
import type { MultiValue, SparseValue, VectorValue } from '../requests/vectors/vector-value.ts';

const { fround } = Math;

/**
 * Returns the vector that a recommendation by `average_vector` searches for: mean(positives) + mean(positives) − mean(negatives).
 * For multivectors, all rows are joined, and those of negatives are negated.
 *
 * Source: qdrant/qdrant lib/segment/src/vector_storage/query/reco_query.rs (`avg_vector_for_recommendation`).
 *
 * @throws {VectorStoreError} with status 400 when there are no positives, or the vectors differ in kind or dimension.
 */
export function* averageForRecommendation(
  positives: readonly VectorValue[],
  negatives: readonly VectorValue[],
  context: RequestContext,
): Steps<VectorValue> {
  const [first] = positives;
  if (first === undefined) {
    throw wrongInput(context, 'Positive vectors should not be empty with `average` strategy');
  }
  for (const vector of [...positives, ...negatives]) refuseMixture(first, vector, context);
  // From here on, all kinds and dimensions are equal.
  if (first.kind === 'multi') return yield* joinRows(first, positives as MultiValue[], negatives as MultiValue[]);
  if (first.kind === 'sparse') return yield* averageSparse(positives as SparseValue[], negatives as SparseValue[]);
  const length = first.values.length;
  const positive = yield* mean(
    positives.map(({ values }) => values),
    length,
  );
  if (negatives.length === 0) return { kind: 'dense', values: positive };
  const negative = yield* mean(
    negatives.map(({ values }) => values),
    length,
  );
  return { kind: 'dense', values: awayFrom(positive, negative) };
}

function refuseMixture(first: VectorValue, vector: VectorValue, context: RequestContext): void {
  if (first.kind !== vector.kind) throw wrongInput(context, "Can't average vectors with different types");
  const expected = dimensionOf(first);
  const actual = dimensionOf(vector);
  if (expected !== actual) throw wrongDimension(context, expected, actual);
}

function dimensionOf(vector: VectorValue): number {
  if (vector.kind === 'sparse') return 0;
  return vector.kind === 'multi' ? vector.dimension : vector.values.length;
}

function* mean(rows: readonly Float32Array[], length: number): Steps<Float32Array> {
  const sum = new Float32Array(length);
  for (const row of rows) {
    yield;
    for (let index = 0; index < length; index++) sum[index] = sum[index]! + row[index]!;
  }
  for (let index = 0; index < length; index++) sum[index] = sum[index]! / rows.length;
  return sum;
}

function awayFrom(positive: Float32Array, negative: Float32Array): Float32Array {
  return Float32Array.from(positive, (value, index) => fround(value + value) - negative[index]!);
}

/** Averages sparse vectors as if every vector had all indices of the others, with the value 0. */
function* averageSparse(positives: readonly SparseValue[], negatives: readonly SparseValue[]): Steps<SparseValue> {
  const different = new Set<number>();
  for (const { indices } of [...positives, ...negatives]) yield* mapInSteps(indices, (index) => different.add(index));
  const sorted = yield* sortInSteps([...different], (a, b) => a - b);
  const places = new Map<number, number>();
  yield* mapInSteps(sorted, (index, place) => places.set(index, place));
  const positive = yield* sparseMean(positives, places);
  const indices = Uint32Array.from(sorted);
  if (negatives.length === 0) return { kind: 'sparse', indices, values: positive };
  return { kind: 'sparse', indices, values: awayFrom(positive, yield* sparseMean(negatives, places)) };
}

/** Returns the mean of each index. `places` maps an index to its position in the result. */
function* sparseMean(vectors: readonly SparseValue[], places: ReadonlyMap<number, number>): Steps<Float32Array> {
  const sum = new Float32Array(places.size);
  for (const { indices, values } of vectors) {
    yield* mapInSteps(indices, (index, entry) => {
      const place = places.get(index)!;
      sum[place] = sum[place]! + values[entry]!;
    });
  }
  return sum.map((value) => value / vectors.length);
}

function* joinRows(
  { dimension }: MultiValue,
  positives: readonly MultiValue[],
  negatives: readonly MultiValue[],
): Steps<MultiValue> {
  const total = [...positives, ...negatives].reduce((sum, { values }) => sum + values.length, 0);
  const joined = new Float32Array(total);
  let offset = 0;
  for (const { values } of positives) {
    yield;
    joined.set(values, offset);
    offset += values.length;
  }
  for (const { values } of negatives) {
    yield;
    joined.set(
      values.map((x) => -x),
      offset,
    );
    offset += values.length;
  }
  return { kind: 'multi', dimension, values: joined };
}
