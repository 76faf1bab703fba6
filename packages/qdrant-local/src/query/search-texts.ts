import { runInTurns } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import { TextIndex } from '../payload-indexes/text-index.ts';
import type { QueryNode, TextQueryNode } from '../requests/query/query-tree.ts';
import { inverseDocumentFrequency } from '../vectors/inverse-document-frequency.ts';
import type { SlotScorer } from '../vectors/vector-column.ts';
import { Bm25 } from './bm25.ts';
import { corpusMembers } from './corpus-column.ts';
import type { ScoredSlot } from './nearest-scan.ts';
import { searchNearest } from './nearest.ts';
import type { HitLimits } from './query-hit.ts';
import type { QueryScope } from './query-scope.ts';
import { type Corpus, countAmong, countDocuments, type TextStatistics } from './text-statistics.ts';

// The number of occurrences scored at once.
const blockSize = 1024;

/**
 * Returns the points with any word of a query, ranked by BM25, best first, equal scores in the order of ids. A word that occurs
 * several times in the query counts once.
 *
 * The statistics cover the documents of all points, or of a corpus, regardless of the filter.
 */
export async function searchTexts(
  query: TextQueryNode,
  { scoreThreshold, idfCorpus }: QueryNode,
  { selection, limit }: HitLimits,
  { table, turns }: QueryScope,
): Promise<ScoredSlot[]> {
  const index = table.indexes.at(query.path);
  if (!(index instanceof TextIndex)) throw new TypeError('A text query has no text index. This is a bug.');
  const corpus = idfCorpus === undefined ? undefined : await corpusMembers(table, idfCorpus, turns);
  const scored = await scoreDocuments(query, { index, corpus, slotCount: table.slotCount }, turns);
  const ranking = { isSmallerBetter: false, has: () => true, scoreOf: (score: number) => score, scorer: () => scored };
  return searchNearest(table, ranking, noVector, { count: limit, selection, scoreThreshold, turns });
}

interface Documents {
  readonly index: TextIndex;
  readonly corpus: Corpus;
  readonly slotCount: number;
}

/** Adds up the contributions of all words in each document. */
async function scoreDocuments(query: TextQueryNode, documents: Documents, turns: Turns): Promise<SlotScorer> {
  const { index, slotCount } = documents;
  const statistics = await countDocuments(index, documents.corpus, turns);
  const words = await weighWords(query, documents, statistics, turns);
  const bm25 = new Bm25(query, statistics.averageLength);
  const lengths = index.lengths!.view;
  const scores = new Float32Array(slotCount).fill(-Infinity);
  const reached = new Uint32Array(slotCount);
  let reachedCount = 0;
  for (const { slots, counts, idf } of words) {
    for (let from = 0; from < slots.length; from += blockSize) {
      if (turns.isSpent()) await turns.next();
      for (let at = from; at < Math.min(from + blockSize, slots.length); at++) {
        const slot = slots[at]!;
        const score = bm25.score(idf, counts?.[at] ?? 1, lengths[slot]!);
        if (scores[slot] === -Infinity) {
          reached[reachedCount++] = slot;
          scores[slot] = score;
        } else scores[slot]! += score;
      }
    }
  }
  return {
    *findReachable() {
      yield;
      return reached.subarray(0, reachedCount);
    },
    scoreRange(from, out): undefined {
      out.set(scores.subarray(from, from + out.length));
    },
    scoreSlots(slots, out): undefined {
      for (let position = 0; position < slots.length; position++) out[position] = scores[slots[position]!]!;
    },
  };
}

/** A word of a query, and the documents that contain it. */
interface WeighedWord {
  readonly slots: Uint32Array;
  readonly counts: Uint32Array | undefined;
  readonly idf: number;
}

/** Returns the words that occur in any document. The most common word is first, as in the server's sum. */
async function weighWords(
  { text }: TextQueryNode,
  { index, corpus }: Documents,
  statistics: TextStatistics,
  turns: Turns,
): Promise<WeighedWord[]> {
  const words: WeighedWord[] = [];
  for (const token of await runInTurns(index.scoringTokens(text), turns)) {
    if (turns.isSpent()) await turns.next();
    const slots = index.slotsWith(token);
    if (slots.length === 0) continue;
    const idf = inverseDocumentFrequency(statistics.documents, await countAmong(slots, corpus, turns));
    words.push({ slots, counts: index.countsOf(token), idf });
  }
  return words.toSorted((a, b) => a.idf - b.idf);
}

/** The scores are already known, so no vector is needed. */
const noVector = { kind: 'dense', values: new Float32Array(0) } as const;
