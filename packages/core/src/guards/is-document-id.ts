import type { PointId } from '../contracts/vector-store.ts';

const maxUnsigned64 = 2n ** 64n - 1n;

/**
 * Returns true for values that can be the id of an indexed document: a string without lone surrogates, or an unsigned integer of up to 64 bits.
 * Numbers above 2^53 - 1 are refused, because they may have been rounded.
 *
 * @example
 * isDocumentId('notes/bees.md'); // => true
 */
export function isDocumentId(id: unknown): id is PointId {
  if (typeof id === 'number') return Number.isSafeInteger(id) && id >= 0;
  if (typeof id === 'bigint') return id >= 0n && id <= maxUnsigned64;
  // A lone surrogate cannot be encoded in UTF-8, so two such ids would become the same.
  return typeof id === 'string' && !/\p{Surrogate}/u.test(id);
}
