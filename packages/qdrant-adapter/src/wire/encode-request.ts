import { InvalidArgumentError } from '@x/core';
import { shortestFloat32 } from '@x/qdrant-local';
import { type BodyKind, keepingVisitor, walkBody } from '@x/qdrant-local/wire';

/** Returns a body that JSON writes exactly: typed arrays become their shortest decimals, ids stay exact, and no multivector reads as a sparse vector. */
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
 * Returns the vector. If all components are unsigned integers, the first one gets a fraction that a 32-bit float rounds away.
 *
 * A server reads a vector as the first kind that fits: dense, sparse, multivector. A sparse vector may be two lists, indices and values. So
 * `[[1,0],[0,1]]` is sparse and `[[1.0,0.0],[0.0,1.0]]` is not. JavaScript writes 1.0 as 1, so a fraction is needed. A dense vector looks the same as
 * a row here, and the fraction does not change its value. Source: qdrant/qdrant lib/api/src/rest/schema.rs, `Vector` and `VectorInput`.
 */
function asFloats(vector: readonly unknown[]): readonly unknown[] {
  return vector.every(isUnsigned32) ? [floatNextTo(vector[0] as number), ...vector.slice(1)] : vector;
}

/** Returns a number with a fraction that rounds to the same 32-bit float as `value`. */
function floatNextTo(value: number): number {
  return value === 0 ? 1e-60 : Math.fround(value) * (1 + Number.EPSILON);
}

function isUnsigned32(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffffff;
}

/** JSON in Node.js 20 cannot write an integer above 2^53 exactly. */
function requireSendableId(id: unknown, place: string): unknown {
  if (typeof id !== 'bigint' || 'rawJSON' in JSON) return id;
  throw new InvalidArgumentError({
    parameter: place,
    value: id,
    expected: 'below 2^53 on this version of Node.js',
    advice: 'This version cannot send larger ids exactly. Use a UUID, or Node.js 22 or later.',
  });
}
