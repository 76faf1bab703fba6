import type { Turns } from '../turns/turns.ts';
import type { TextIndex } from '../payload-indexes/text-index.ts';

/** The points that statistics cover, as an array with 1 at their slots; `undefined` means all points. */
export type Corpus = Uint8Array | undefined;

/** The statistics that BM25 needs about the documents of a corpus. Documents have at least one token. */
export interface TextStatistics {
  readonly documents: number;
  /** The average length in tokens; 0 without documents. */
  readonly averageLength: number;
}

// The number of slots counted at once.
const blockSize = 4096;

/** Counts the documents of a corpus and their tokens. */
export async function countDocuments(index: TextIndex, corpus: Corpus, turns: Turns): Promise<TextStatistics> {
  const lengths = index.lengths!;
  if (corpus === undefined) return averaged(index.pointCount, lengths.total);
  let documents = 0;
  let total = 0;
  const end = Math.min(corpus.length, lengths.view.length);
  for (let from = 0; from < end; from += blockSize) {
    if (turns.isSpent()) await turns.next();
    for (let slot = from; slot < Math.min(from + blockSize, end); slot++) {
      if (corpus[slot] === 0 || lengths.view[slot] === 0) continue;
      documents++;
      total += lengths.view[slot]!;
    }
  }
  return averaged(documents, total);
}

/** Returns how many of the given slots are in a corpus. */
export async function countAmong(slots: Uint32Array, corpus: Corpus, turns: Turns): Promise<number> {
  if (corpus === undefined) return slots.length;
  let count = 0;
  for (let from = 0; from < slots.length; from += blockSize) {
    if (turns.isSpent()) await turns.next();
    for (const slot of slots.subarray(from, from + blockSize)) count += corpus[slot]!;
  }
  return count;
}

function averaged(documents: number, total: number): TextStatistics {
  return { documents, averageLength: documents === 0 ? 0 : Math.fround(Math.fround(total) / Math.fround(documents)) };
}
