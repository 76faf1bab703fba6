import { NonFiniteOutputError, SequenceTooLongError, type TextSpan } from '@x/core';
import { splitText, type TextPair, type Tokenizer } from '@x/tokenizer';

import type { ScoredText } from '../rank.ts';
import type { ScoreOptions } from '../text-cross-encoder-options.ts';

/** Returns the scores of pairs, in input order. */
type ScorePairs = (pairs: readonly TextPair[], options: ScoreOptions) => Promise<ScoredText[]>;

interface PassageScoring {
  readonly tokenizer: Tokenizer;
  readonly scorePairs: ScorePairs;
  readonly options: ScoreOptions;
}

/** A passage, and the index of its document. */
interface DocumentPassage extends TextSpan {
  readonly documentIndex: number;
}

/**
 * Returns the score of each document, in input order: the score of its best passage (max pooling of passages, Dai and Callan, "Deeper Text
 * Understanding for IR with Contextual Neural Language Modeling", SIGIR 2019). Documents that fit are scored as a whole.
 *
 * Progress counts passages. Truncation reports and errors contain the index of the document, not of the passage.
 */
export async function scorePassages(
  query: string,
  documents: readonly string[],
  { tokenizer, scorePairs, options }: PassageScoring,
): Promise<ScoredText[]> {
  const { signal, onTruncation } = options;
  const { room, isEnough } = await roomBeside(query, tokenizer);
  const passages = await splitDocuments(documents, { tokenizer, room, signal });
  const pairs = passages.map(
    ({ documentIndex, start, end }) => [query, documents[documentIndex]!.slice(start, end)] as const,
  );
  const documentOf = (pairIndex: number): number => passages[pairIndex]!.documentIndex;
  const call: ScoreOptions = {
    ...options,
    ...(onTruncation && { onTruncation: (report) => onTruncation({ ...report, index: documentOf(report.index) }) }),
  };
  const scored = await scorePairs(pairs, call).catch((error: unknown) => {
    throw nameDocument(error, documentOf, isEnough);
  });
  return bestOfEach(documents, passages, scored);
}

/** Returns the number of tokens of a passage: those that the query leaves, but at least a quarter of the limit. A query that leaves less is truncated. */
async function roomBeside(query: string, tokenizer: Tokenizer): Promise<{ room: number; isEnough: boolean }> {
  const { maxLength } = tokenizer;
  const { inputIds } = await tokenizer.encodePair(query, '');
  const left = maxLength - inputIds.length;
  const room = Math.max(left, Math.floor(maxLength / 4), 1);
  return { room, isEnough: room === left };
}

interface Splitting {
  readonly tokenizer: Tokenizer;
  readonly room: number;
  readonly signal: AbortSignal | undefined;
}

async function splitDocuments(
  documents: readonly string[],
  { tokenizer, room, signal }: Splitting,
): Promise<DocumentPassage[]> {
  const passages: DocumentPassage[] = [];
  for (const [documentIndex, document] of documents.entries()) {
    signal?.throwIfAborted();
    const spans = await splitText(tokenizer, document, { maxTokens: room });
    for (const span of spans) passages.push({ documentIndex, ...span });
  }
  return passages;
}

/** Returns the best passage of each document; in a tie, the first. */
function bestOfEach(
  documents: readonly string[],
  passages: readonly DocumentPassage[],
  scored: readonly ScoredText[],
): ScoredText[] {
  const best: ScoredText[] = [];
  for (const [index, { documentIndex, start, end }] of passages.entries()) {
    if (scored[index]!.score <= (best[documentIndex]?.score ?? -Infinity)) continue;
    const isWhole = start === 0 && end === documents[documentIndex]!.length;
    best[documentIndex] = { ...scored[index]!, ...(!isWhole && { passage: { start, end } }) };
  }
  return best;
}

/** Returns the same error with the document's index in place of the passage's. */
function nameDocument(error: unknown, documentOf: (pairIndex: number) => number, queryFits: boolean): unknown {
  if (NonFiniteOutputError.isInstance(error)) {
    const { model, index, value } = error;
    return new NonFiniteOutputError({ model, index: documentOf(index), value });
  }
  if (SequenceTooLongError.isInstance(error)) {
    const { index, tokenCount, maxLength, truncatedCharacters = 0 } = error;
    const advice = queryFits
      ? "A passage of the document cannot be shorter. Raise maxLength, or set truncationPolicy to 'truncate'."
      : 'The query leaves no room for the passages of the document. Shorten the query.';
    return new SequenceTooLongError({ index: documentOf(index), tokenCount, maxLength, truncatedCharacters, advice });
  }
  return error;
}
