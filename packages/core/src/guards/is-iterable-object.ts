/** Returns whether `value` is an object with an iterator or an async iterator. A string is none, because it would yield its characters. */
export function isIterableObject(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}
