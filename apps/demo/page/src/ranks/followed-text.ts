import type { FoundDocument, SearchAnswer, Suggestion } from '../../../src/web/contract.ts';

/** The text whose way is told and lit. */
export type FollowedText = Pick<FoundDocument, 'id' | 'text'>;

/**
 * The text that answers a query: the one that is known to, or else the first of the first answer that has any.
 *
 * @param answers to one query, in the order in which they are shown
 * @param suggestions of the collection that was searched, whose answers are known
 * @param pointedAt id of a text to follow instead, where one of the answers has it
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
