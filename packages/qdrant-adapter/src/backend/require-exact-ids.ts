import { VectorStoreError } from '@x/core';

/**
 * Checks that no id in the answer was rounded on its way, which JSON of Node 20 does to whole numbers above 2^53.
 *
 * @throws {VectorStoreError} saying what to do, when one was: passing it on would name another point.
 */
export function requireExactIds(result: unknown, operation: string, collection: string | undefined): void {
  for (const id of idsIn(result)) {
    if (typeof id !== 'number' || Number.isSafeInteger(id)) continue;
    throw new VectorStoreError({
      message: `The collection holds ids above 2^53 (about ${id}), which this version of Node.js cannot read exactly. Use Node.js 22 or later, or UUIDs.`,
      operation,
      ...(collection === undefined ? {} : { collection }),
    });
  }
}

function idsIn(result: unknown): unknown[] {
  if (Array.isArray(result)) return result.map((point: unknown) => fieldOf(point, 'id'));
  const points = fieldOf(result, 'points');
  return Array.isArray(points) ? [...idsIn(points), fieldOf(result, 'next_page_offset')] : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
