import { VectorStoreError } from '@x/core';
import { type AnswerKind, mapScalars } from '@x/qdrant-local/wire';

/**
 * The answer of a server with exact ids and plain numbers, changed in place.
 *
 * Where JSON can, the official client reads every whole number beyond 2^53 as a bigint: right for ids, wrong for vectors, scores and payloads,
 * which are numbers in memory and on disk. Where JSON cannot, such ids were rounded on their way, and would name other points.
 *
 * @throws {VectorStoreError} when an id was rounded.
 */
export function decodeAnswer(
  result: unknown,
  kind: AnswerKind | undefined,
  { operation, collection }: { readonly operation: string; readonly collection?: string | undefined },
): unknown {
  return mapScalars(result, kind, (scalar, isId) => {
    if (typeof scalar === 'bigint') return isId ? scalar : Number(scalar);
    if (!isId || typeof scalar !== 'number' || Number.isSafeInteger(scalar)) return scalar;
    throw new VectorStoreError({
      message: `The collection holds ids above 2^53 (about ${scalar}), which this version of Node.js cannot read exactly. Use Node.js 22 or later, or UUIDs.`,
      operation,
      ...(collection === undefined ? {} : { collection }),
    });
  });
}
