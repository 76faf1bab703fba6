import { type RequestContext, wrongDimension, wrongInput } from '../json/server-errors.ts';
import type { MultiValue, SparseValue, VectorValue } from '../requests/vectors/vector-value.ts';

const { fround } = Math;

/**
 * The vector that a recommendation by `average_vector` searches for: mean(positives) + mean(positives) − mean(negatives).
 * Of multivectors the rows are taken together, those of negatives negated.
 *
 * Source: qdrant/qdrant lib/segment/src/vector_storage/query/reco_query.rs (`avg_vector_for_recommendation`).
 *
 * @throws {VectorStoreError} with status 400 when there are no positives, or the vectors differ in kind or dimension.
 */
export function averageForRecommendation(
  positives: readonly VectorValue[],
  negatives: readonly VectorValue[],
  context: RequestContext,
): VectorValue {
  const [first] = positives;
  if (first === undefined) {
    throw wrongInput(context, 'Positive vectors should not be empty with `average` strategy');
  }
  for (const vector of [...positives, ...negatives]) refuseMixture(first, vector, context);
  // Kinds and dimensions are equal from here on.
  if (first.kind === 'multi') return joinRows(first, positives as MultiValue[], negatives as MultiValue[]);
  if (first.kind === 'sparse') return averageSparse(positives as SparseValue[], negatives as SparseValue[]);
  const length = first.values.length;
  const positive = mean(
    positives.map(({ values }) => values),
    length,
  );
  if (negatives.length === 0) return { kind: 'dense', values: positive };
  const negative = mean(
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

function mean(rows: readonly Float32Array[], length: number): Float32Array {
  const sum = new Float32Array(length);
  for (const row of rows) for (let index = 0; index < length; index++) sum[index] = sum[index]! + row[index]!;
  for (let index = 0; index < length; index++) sum[index] = sum[index]! / rows.length;
  return sum;
}

function awayFrom(positive: Float32Array, negative: Float32Array): Float32Array {
  return Float32Array.from(positive, (value, index) => fround(value + value) - negative[index]!);
}

/** As if every vector listed every index that one of them lists. */
function averageSparse(positives: readonly SparseValue[], negatives: readonly SparseValue[]): SparseValue {
  const all = [...positives, ...negatives].flatMap((vector) => [...vector.indices]);
  const indices = Uint32Array.from(new Set(all)).toSorted();
  const spread = (vector: SparseValue): Float32Array => {
    const byIndex = new Map(Array.from(vector.indices, (index, entry) => [index, vector.values[entry]!]));
    return Float32Array.from(indices, (index) => byIndex.get(index) ?? 0);
  };
  const positive = mean(positives.map(spread), indices.length);
  if (negatives.length === 0) return { kind: 'sparse', indices, values: positive };
  return { kind: 'sparse', indices, values: awayFrom(positive, mean(negatives.map(spread), indices.length)) };
}

function joinRows(
  { dimension }: MultiValue,
  positives: readonly MultiValue[],
  negatives: readonly MultiValue[],
): MultiValue {
  const rows = [...positives.map(({ values }) => values), ...negatives.map(({ values }) => values.map((x) => -x))];
  const values = new Float32Array(rows.reduce((total, row) => total + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    values.set(row, offset);
    offset += row.length;
  }
  return { kind: 'multi', dimension, values };
}
