import { isPlainObject, NonFiniteOutputError, ShapeMismatchError } from '@x/core';

import type { Batch } from './ask-in-batches.ts';

/**
 * Returns the vectors of an OpenAI-compatible response, in the order of the texts.
 *
 * @param expected Components of each vector; undefined while the dimension is not known.
 * @throws {RemoteModelError} when the number of vectors differs from the number of texts, or an entry is not a vector.
 * @throws {ShapeMismatchError} when a vector has another number of components.
 * @throws {NonFiniteOutputError} when a component is NaN or infinite.
 */
export function readEmbeddings(
  answer: unknown,
  { model, count, start, failure }: Batch,
  expected: number | undefined,
): Float32Array[] {
  const data: unknown = isPlainObject(answer) ? answer['data'] : undefined;
  if (!Array.isArray(data))
    throw failure('answered without a "data" list of vectors. Is the url that of an embeddings API?');
  if (data.length !== count) throw failure(`returned ${data.length} vectors for ${count} texts.`);
  const vectors: Float32Array[] = [];
  for (const [position, entry] of data.entries()) {
    const { index = position, embedding } = isPlainObject(entry) ? entry : {};
    const isPlace = Number.isInteger(index) && (index as number) >= 0 && (index as number) < count;
    if (!isPlace || vectors[index as number] !== undefined) {
      throw failure(`returned a vector with the index ${String(index)}, which is out of range or a duplicate.`);
    }
    const vector = readVector(embedding);
    if (vector === undefined) throw failure(`returned no valid vector for text ${String(index)}.`);
    vectors[index as number] = vector;
  }
  const dimension = expected ?? vectors[0]!.length;
  for (const [index, vector] of vectors.entries()) requireVector(vector, start + index, { model, dimension });
  return vectors;
}

/** Reads a list of numbers, or base64 of little-endian float32. Returns undefined for anything else. */
function readVector(embedding: unknown): Float32Array | undefined {
  if (Array.isArray(embedding)) {
    return embedding.every((value) => typeof value === 'number') ? Float32Array.from(embedding) : undefined;
  }
  return typeof embedding === 'string' ? decodeBase64(embedding) : undefined;
}

function decodeBase64(text: string): Float32Array | undefined {
  let bytes: string;
  try {
    bytes = atob(text);
  } catch {
    return undefined;
  }
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(new ArrayBuffer(bytes.length));
  for (let at = 0; at < bytes.length; at++) view.setUint8(at, bytes.charCodeAt(at));
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(at * 4, true));
}

function requireVector(
  vector: Float32Array,
  index: number,
  { model, dimension }: { readonly model: string; readonly dimension: number },
): void {
  if (vector.length !== dimension || vector.length === 0) {
    const facts = {
      tensor: `vector ${index} of ${model}`,
      expected: `[${dimension || 'some'}]`,
      actual: `[${vector.length}]`,
    };
    if (dimension !== 0) throw new ShapeMismatchError(facts);
    const problem = `"${model}" returned an empty vector for input ${index}. Is this the right kind of model?`;
    throw new ShapeMismatchError({ ...facts, problem });
  }
  const value = vector.find((component) => !Number.isFinite(component));
  if (value !== undefined) throw new NonFiniteOutputError({ model, index, value });
}
