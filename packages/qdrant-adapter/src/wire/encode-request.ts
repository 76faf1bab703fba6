import { InvalidArgumentError } from '@x/core';
import { shortestFloat32 } from '@x/qdrant-local';
import { type BodyKind, keepingVisitor, walkBody } from '@x/qdrant-local/wire';

/** A body that JSON can carry exactly: typed arrays become lists of their shortest decimals, ids stay exact. */
export function encodeRequest(body: Readonly<Record<string, unknown>>, kind: BodyKind): Record<string, unknown> {
  return walkBody(body, kind, {
    ...keepingVisitor,
    dense: (vector) => (vector instanceof Float32Array ? decimals(vector) : vector),
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
