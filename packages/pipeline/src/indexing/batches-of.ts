/** Yields the items in groups of `size`; the last group may be smaller. */
export async function* batchesOf<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number,
): AsyncGenerator<T[], void, undefined> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Groups whole documents so that each group has at most `size` passages; a document with more passages is a group by itself. The
 * passages of a group are embedded together.
 */
export function groupsByPassages<Divided extends { readonly passages: readonly unknown[] }>(
  documents: readonly Divided[],
  size: number,
): Divided[][] {
  const groups: Divided[][] = [];
  let passages = Number.POSITIVE_INFINITY;
  for (const document of documents) {
    passages += document.passages.length;
    if (passages > size) {
      groups.push([]);
      passages = document.passages.length;
    }
    groups.at(-1)!.push(document);
  }
  return groups;
}
