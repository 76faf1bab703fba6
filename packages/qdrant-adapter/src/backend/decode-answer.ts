import { VectorStoreError } from '@x/core';

/**
 * The answer of a server with exact ids and plain numbers, changed in place.
 *
 * Where JSON can, the official client reads every whole number beyond 2^53 as a bigint: right for ids, wrong for vectors, scores and payloads,
 * which are numbers in memory and on disk. Where JSON cannot, such ids were rounded on their way, and would name other points.
 *
 * @throws {VectorStoreError} when an id was rounded.
 */
export function decodeAnswer(result: unknown, operation: string, collection: string | undefined): unknown {
  if (typeof result !== 'object' || result === null) return result;
  for (const id of takeIds(result)) {
    if (typeof id !== 'number' || Number.isSafeInteger(id)) continue;
    throw new VectorStoreError({
      message: `The collection holds ids above 2^53 (about ${id}), which this version of Node.js cannot read exactly. Use Node.js 22 or later, or UUIDs.`,
      operation,
      ...(collection === undefined ? {} : { collection }),
    });
  }
  return result;
}

/** Makes everything but the ids plain numbers, and returns the ids. */
function takeIds(result: object): unknown[] {
  const points: unknown = Array.isArray(result) ? result : Reflect.get(result, 'points');
  if (!Array.isArray(points)) {
    restoreNumbers(result, undefined);
    return [];
  }
  for (const point of points) restoreNumbers(point, 'id');
  return [...points.map((point: { readonly id?: unknown }) => point.id), Reflect.get(result, 'next_page_offset')];
}

function restoreNumbers(node: unknown, keyToKeep: string | undefined): void {
  if (typeof node !== 'object' || node === null) return;
  for (const key of Object.keys(node)) {
    if (key === keyToKeep) continue;
    const value: unknown = Reflect.get(node, key);
    if (typeof value === 'bigint') Reflect.set(node, key, Number(value));
    else restoreNumbers(value, undefined);
  }
}
