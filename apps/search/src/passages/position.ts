import type { TextSpan } from '@x/core';

import type { FileText, Place } from '../reading/file-text.ts';

/**
 * Returns the headings that are common to all sections of a span that contain body text, or to all its sections when none contains body text.
 */
export function bodyHeadings({ text, sections }: FileText, { start, end }: TextSpan): readonly string[] {
  const touched = [];
  for (let index = lastIndexAt(sections, start); index < sections.length && sections[index]!.start < end; index++) {
    touched.push(sections[index]!);
  }
  const withBody = touched.filter(
    (section) => text.slice(Math.max(start, section.bodyStart), Math.min(end, section.end)).trim() !== '',
  );
  const paths = (withBody.length > 0 ? withBody : touched).map(({ headings }) => headings);
  const [first = [], ...others] = paths;
  const isShared = (index: number): boolean => others.every((path) => path[index] === first[index]);
  const differing = first.findIndex((_, index) => !isShared(index));
  return differing === -1 ? first : first.slice(0, differing);
}

/** Returns the first and the last line or page of a span. */
export function placeRange(places: readonly Place[], { start, end }: TextSpan): { first: number; last: number } {
  const from = lastIndexAt(places, start);
  let [first, last] = [places[from]?.number ?? 1, places[from]?.number ?? 1];
  for (let index = from + 1; index < places.length && places[index]!.start < end; index++) {
    first = Math.min(first, places[index]!.number);
    last = Math.max(last, places[index]!.number);
  }
  return { first, last };
}

/** Returns the index of the last item that begins at or before an offset, or 0 if none does. */
function lastIndexAt(list: readonly { readonly start: number }[], offset: number): number {
  let [low, high] = [0, list.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (list[middle]!.start <= offset) low = middle;
    else high = middle;
  }
  return low;
}
