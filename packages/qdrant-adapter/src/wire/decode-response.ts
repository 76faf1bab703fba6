import { VectorStoreError } from '@x/core';
import { type AnswerKind, mapScalars } from '@x/qdrant-local/wire';

/**
 * Returns the response of a server with exact ids and plain numbers. Changes it in place.
 *
 * On Node.js versions that support it, the official client reads every integer beyond 2^53 as a bigint. That is right for ids. Vectors, scores and
 * payloads become numbers again, as they are in memory and on disk. On older versions such ids are rounded and would identify other points.
 *
 * @throws {VectorStoreError} when an id was rounded.
 */
export function decodeResponse(
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
