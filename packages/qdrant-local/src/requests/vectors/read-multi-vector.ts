import { mapInSteps, type Steps } from '../../turns/steps.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { isFloat32Array, readNumbers } from './read-dense-vector.ts';
import type { MultiValue } from './vector-value.ts';

const maxNumbers = 2 ** 20;

/**
 * Returns a float32 copy of a list of dense vectors, checked by the server's rules (qdrant/qdrant lib/common/common/src/validation.rs,
 * `validate_multi_vector`): at least one vector, no empty vector, all of the same size, fewer than 2^20 numbers in total.
 *
 * @throws {VectorStoreError} with status 400 or 422.
 */
export function* readMultiVector(value: readonly unknown[], path: string, context: RequestContext): Steps<MultiValue> {
  const rows = yield* mapInSteps(value, (row, index) => requireRow(row, `${path}[${index}]`, context));
  const [first] = rows;
  if (first === undefined) throw invalidValue(context, path, 'multi vector must not be empty');
  const lengths = yield* mapInSteps(rows, (row) => row.length);
  if (lengths.includes(0)) throw invalidValue(context, path, 'all vectors must be non-empty');
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total >= maxNumbers) {
    throw invalidValue(context, path, `Total size of all vectors (${total}) must be less than ${maxNumbers}`);
  }
  const dimension = first.length;
  const other = lengths.find((length) => length !== dimension);
  if (other !== undefined) {
    const found = `found vector with dimension ${other}`;
    throw invalidValue(context, path, `all vectors must have the same dimension, ${found}`);
  }
  const values = new Float32Array(total);
  yield* mapInSteps(rows, (row, index) => {
    const target = values.subarray(index * dimension, (index + 1) * dimension);
    readNumbers(row, target, { from: 0, to: dimension, path: `${path}[${index}]` }, context);
  });
  return { kind: 'multi', dimension, values };
}

function requireRow(row: unknown, path: string, context: RequestContext): ArrayLike<unknown> {
  if (Array.isArray(row)) return row as unknown[];
  if (isFloat32Array(row)) return row;
  throw malformedRequest(context, `${path} must be an array of numbers or a Float32Array`);
}
