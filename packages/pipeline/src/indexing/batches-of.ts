import { SourceReader, Turns, untilAborted } from '@x/core';

/**
 * Yields the items in groups of `size`; the last group may be smaller. Rejects with the signal's reason as soon as it aborts, even while the source
 * has not answered.
 */
export async function* batchesOf<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number,
  signal?: AbortSignal,
): AsyncGenerator<T[], void, undefined> {
  signal?.throwIfAborted();
  const source = new SourceReader(items);
  try {
    while (true) {
      const batch = await untilAborted(readBatch(source, size, signal), signal);
      if (batch.length > 0) yield batch;
      if (batch.length < size) return;
      signal?.throwIfAborted();
    }
  } finally {
    await source.close();
  }
}

async function readBatch<T>(source: SourceReader<T>, size: number, signal: AbortSignal | undefined): Promise<T[]> {
  const batch: T[] = [];
  const turns = new Turns({ signal });
  while (batch.length < size) {
    if (turns.isSpent()) await turns.next();
    const step = source.next();
    const { done, value } = 'then' in step ? await step : step;
    if (done === true) break;
    batch.push(value);
  }
  return batch;
}

/**
 * Groups whole documents so that each group has at most `size` passages; a document with more passages is a group by itself. The
 * passages of a group are embedded together.
 */
export function groupsByPassages<Document extends { readonly passages: readonly unknown[] }>(
  documents: readonly Document[],
  size: number,
): Document[][] {
  const groups: Document[][] = [];
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
