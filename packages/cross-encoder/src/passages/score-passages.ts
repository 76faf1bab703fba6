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
  const passages = await splitDocuments(query, documents, { tokenizer, signal });
  const pairs = passages.map(
    ({ documentIndex, start, end }) => [query, documents[documentIndex]!.slice(start, end)] as const,
  );
  const documentOf = (pairIndex: number): number => passages[pairIndex]!.documentIndex;
  const call: ScoreOptions = {
    ...options,
    ...(onTruncation && { onTruncation: (report) => onTruncation({ ...report, index: documentOf(report.index) }) }),
  };
  const scored = await scorePairs(pairs, call).catch((error: unknown) => {
    throw nameDocument(error, documentOf);
  });
  return bestOfEach(documents, passages, scored);
}

/** Splits documents into passages that fit beside the query. A passage has at least a quarter of the limit; a query that leaves less is truncated. */
async function splitDocuments(
  query: string,
  documents: readonly string[],
  { tokenizer, signal }: { readonly tokenizer: Tokenizer; readonly signal: AbortSignal | undefined },
): Promise<DocumentPassage[]> {
  const { maxLength } = tokenizer;
  const { inputIds } = await tokenizer.encodePair(query, '');
  const room = Math.max(maxLength - inputIds.length, Math.floor(maxLength / 4), 1);
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
function nameDocument(error: unknown, documentOf: (pairIndex: number) => number): unknown {
  if (NonFiniteOutputError.isInstance(error)) {
    const { model, index, value } = error;
    return new NonFiniteOutputError({ model, index: documentOf(index), value });
  }
  if (SequenceTooLongError.isInstance(error)) {
    const { index, tokenCount, maxLength } = error;
    const advice = 'The query leaves no room for the passages of the document. Shorten the query.';
    return new SequenceTooLongError({ index: documentOf(index), tokenCount, maxLength, advice });
  }
  return error;
}
