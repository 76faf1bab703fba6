import type { FoundDocument } from '../../../src/web/contract.ts';

/** A document's way from its place in the first stage to its last. */
export interface RankLine {
  readonly document: FoundDocument;
  /** Place among the candidates in the first stage, from 1. */
  readonly before: number;
  /** Place in the end, from 1. */
  readonly after: number;
  /** Places gained; negative when it fell. */
  readonly change: number;
  /** Whether it is among the `topK` best. */
  readonly isShown: boolean;
}

/**
 * The ways of all candidates, by their last place.
 *
 * @param documents by final rank
 * @param topK how many of the best count
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
