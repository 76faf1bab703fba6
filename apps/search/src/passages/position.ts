import type { TextSpan } from '@x/core';

import type { FileText, Place } from '../reading/file-text.ts';

/** The headings above every section that a span has text of; where it has headings alone, above those. */
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

/** The first and the last line or page that a span stands on. */
export function placeRange(places: readonly Place[], { start, end }: TextSpan): { first: number; last: number } {
  const from = lastIndexAt(places, start);
  let [first, last] = [places[from]?.number ?? 1, places[from]?.number ?? 1];
  for (let index = from + 1; index < places.length && places[index]!.start < end; index++) {
    first = Math.min(first, places[index]!.number);
    last = Math.max(last, places[index]!.number);
  }
  return { first, last };
}

/** The index of the last one that begins at an offset or before it; 0 when none does. */
function lastIndexAt(list: readonly { readonly start: number }[], offset: number): number {
  let [low, high] = [0, list.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (list[middle]!.start <= offset) low = middle;
    else high = middle;
  }
  return low;
}
