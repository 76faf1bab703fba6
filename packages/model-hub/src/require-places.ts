import { InvalidArgumentError } from '@x/core';

/**
 * Checks that every element of `searchFrom` is a path or a file URL, and returns it.
 *
 * @throws {InvalidArgumentError} naming the first element that is neither.
 */
export function requirePlaces(searchFrom: readonly (string | URL)[]): readonly (string | URL)[] {
  for (const [index, value] of searchFrom.entries()) {
    if (typeof value === 'string' ? isFilePlace(value) : value instanceof URL && value.protocol === 'file:') continue;
    const expected = 'a path or a file URL, such as import.meta.url';
    throw new InvalidArgumentError({ parameter: `searchFrom[${index}]`, value, expected });
  }
  return searchFrom;
}

function isFilePlace(place: string): boolean {
  return !place.startsWith('file:') || URL.canParse(place);
}
