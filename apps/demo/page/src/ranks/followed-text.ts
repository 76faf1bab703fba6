import type { FoundDocument, SearchAnswer, Suggestion } from '../../../src/web/contract.ts';

/** The text that the page follows: its line is highlighted, and the verdict describes its ranks. */
export type FollowedText = Pick<FoundDocument, 'id' | 'text'>;

/**
 * Returns the text to follow: the known answer to the query, or else the first text of the first answer that is not empty.
 *
 * @param answers The answers to one query, in the order in which the page shows them.
 * @param suggestions The suggestions of the searched collection, whose answers are known.
 * @param pointedAt The id of a text to follow instead, if one of the answers contains it.
 */
export function followedText(
  answers: readonly SearchAnswer[],
  suggestions: readonly Suggestion[],
  pointedAt?: number,
): FollowedText | undefined {
  if (answers.length === 0) return undefined;
  const found = answers.flatMap(({ documents }) => documents);
  const pointed = found.find(({ id }) => id === pointedAt);
  return pointed ?? suggestions.find(({ query }) => query === answers[0]?.query)?.answer ?? found[0];
}
