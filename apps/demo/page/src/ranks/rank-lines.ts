import type { FoundDocument } from '../../../src/web/contract.ts';

/** The ranks of a document in the first stage and at the end. */
export interface RankLine {
  readonly document: FoundDocument;
  /** The rank among the candidates in the first stage, from 1. */
  readonly before: number;
  /** The final rank, from 1. */
  readonly after: number;
  /** The number of ranks gained; negative when the document fell. */
  readonly change: number;
  /** True for the `topK` best documents. */
  readonly isShown: boolean;
}

/**
 * Returns a line for each candidate, in the order of the final ranks.
 *
 * @param documents The documents in the order of their final ranks.
 * @param topK The number of best documents to show.
 */
export function rankLines(documents: readonly FoundDocument[], topK: number = documents.length): RankLine[] {
  const firstOrder = documents.toSorted((a, b) => a.firstStage.rank - b.firstStage.rank);
  const before = new Map(firstOrder.map((document, place) => [document, place + 1]));
  return documents.map((document, place) => {
    const after = place + 1;
    const from = before.get(document) ?? after;
    return { document, before: from, after, change: from - after, isShown: after <= topK };
  });
}
