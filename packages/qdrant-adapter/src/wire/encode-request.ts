import { InvalidArgumentError } from '@x/core';
import { shortestFloat32 } from '@x/qdrant-local';
import { type BodyKind, keepingVisitor, walkBody } from '@x/qdrant-local/wire';

/** A body that JSON can carry exactly: typed arrays become lists of their shortest decimals, ids stay exact, and no multivector looks like a sparse vector. */
export function encodeRequest(body: Readonly<Record<string, unknown>>, kind: BodyKind): Record<string, unknown> {
  return walkBody(body, kind, {
    ...keepingVisitor,
    dense: (vector) => asFloats(vector instanceof Float32Array ? decimals(vector) : vector),
    sparse: (vector) => ({
      indices: Array.from(vector.indices as ArrayLike<number>),
      values: vector.values instanceof Float32Array ? decimals(vector.values) : vector.values,
    }),
    id: requireSendableId,
  });
}

function decimals(vector: Float32Array): number[] {
  return Array.from(vector, shortestFloat32);
}

/**
 * The vector, with a fraction in its first component if all of them are unsigned whole numbers; a 32-bit float rounds the fraction away.
 *
 * A server reads a vector as the first kind that fits: dense, sparse, multivector. A sparse one may be two lists, indices and values, so that
 * `[[1,0],[0,1]]` is one and `[[1.0,0.0],[0.0,1.0]]` is not. JavaScript writes 1.0 as 1, hence the fraction. A dense vector, which cannot be told
 * from a row here, means the same with it. Source: qdrant/qdrant lib/api/src/rest/schema.rs, `Vector` and `VectorInput`.
 */
function asFloats(vector: readonly unknown[]): readonly unknown[] {
  return vector.every(isUnsigned32) ? [floatNextTo(vector[0] as number), ...vector.slice(1)] : vector;
}

/** A number with a fraction that a 32-bit float rounds to what it makes of `value`. */
function floatNextTo(value: number): number {
  return value === 0 ? 1e-60 : Math.fround(value) * (1 + Number.EPSILON);
}

function isUnsigned32(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffffff;
}

/** JSON of Node 20 has no way to write a whole number above 2^53 exactly. */
function requireSendableId(id: unknown, place: string): unknown {
  if (typeof id !== 'bigint' || 'rawJSON' in JSON) return id;
  throw new InvalidArgumentError({
    parameter: place,
    value: id,
    expected:
      'below 2^53 on this version of Node.js, which cannot send larger ids exactly (use a UUID, or Node.js 22 or later)',
  });
}
