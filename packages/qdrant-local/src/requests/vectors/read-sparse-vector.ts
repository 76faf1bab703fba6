import { sortInSteps } from '../../turns/sort-in-steps.ts';
import type { Steps } from '../../turns/steps.ts';
import { refuseUnknownKeys } from '../../json/read-fields.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { WholeFloat } from '../../json/whole-float.ts';
import { numbersPerStep, readDenseVector } from './read-dense-vector.ts';
import type { SparseValue } from './vector-value.ts';

const maxIndex = 2 ** 32 - 1;

/**
 * Returns a copy of a sparse vector with ascending indices, checked by the server's rules (qdrant/qdrant
 * lib/sparse/src/common/sparse_vector.rs, `validate_sparse_vector_impl`): the same number of values and indices, and each index once. The
 * vector may be empty.
 *
 * @throws {VectorStoreError} with status 400 or 422.
 */
export function* readSparseVector(
  value: Record<string, unknown>,
  path: string,
  context: RequestContext,
): Steps<SparseValue> {
  refuseUnknownKeys(value, ['indices', 'values'], path, context);
  const indices = yield* readIndices(value['indices'], `${path}.indices`, context);
  const values = yield* readDenseVector(value['values'], `${path}.values`, context);
  if (values.length !== indices.length) {
    throw invalidValue(context, `${path}.values`, 'must be the same length as indices');
  }
  const sorted = isAscending(indices) ? { indices, values } : yield* sortByIndex(indices, values);
  if (!isAscending(sorted.indices)) throw invalidValue(context, `${path}.indices`, 'must be unique');
  return { kind: 'sparse', ...sorted };
}

function* readIndices(value: unknown, path: string, context: RequestContext): Steps<Uint32Array> {
  const isList = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Uint32Array]';
  if (!isList) throw malformedRequest(context, `${path} must be an array of numbers or a Uint32Array`);
  const list = value as ArrayLike<unknown>;
  const indices = new Uint32Array(list.length);
  for (let position = 0; position < list.length; position++) {
    if (position % numbersPerStep === numbersPerStep - 1) yield;
    const index = list[position];
    if (!Number.isInteger(index) || (index as number) < 0 || (index as number) > maxIndex) {
      const shown = typeof index === 'number' || index instanceof WholeFloat ? String(index) : typeof index;
      const where = `${path}[${position}]`;
      throw malformedRequest(context, `${where} is ${shown}, expected a whole number from 0 to ${maxIndex}`);
    }
    indices[position] = index as number;
  }
  return indices;
}

function isAscending(indices: Uint32Array): boolean {
  for (let position = 1; position < indices.length; position++) {
    if (indices[position - 1]! >= indices[position]!) return false;
  }
  return true;
}

function* sortByIndex(
  indices: Uint32Array,
  values: Float32Array,
): Steps<{ indices: Uint32Array; values: Float32Array }> {
  const order = yield* sortInSteps(Array.from(indices.keys()), (a, b) => indices[a]! - indices[b]!);
  const sorted = { indices: new Uint32Array(order.length), values: new Float32Array(order.length) };
  for (const [place, position] of order.entries()) {
    if (place % numbersPerStep === numbersPerStep - 1) yield;
    sorted.indices[place] = indices[position]!;
    sorted.values[place] = values[position]!;
  }
  return sorted;
}
