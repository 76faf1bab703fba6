import type { Place } from './file-text.ts';

/**
 * Returns the start of each line of a text. The first line has the number `firstNumber`.
 *
 * @example
 * linePlaces('a\nbc\n'); // => [{ start: 0, number: 1 }, { start: 2, number: 2 }, { start: 5, number: 3 }]
 */
export function linePlaces(text: string, firstNumber = 1): Place[] {
  const places: Place[] = [];
  let start = 0;
  for (let number = firstNumber; ; number++) {
    places.push({ start, number });
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return places;
  }
}
