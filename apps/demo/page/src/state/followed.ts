import { followedText, type FollowedText } from '../ranks/followed-text.ts';
import type { SearchAnswer } from '../../../src/web/contract.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { serverState } from './server-state.ts';

/** Returns the text to follow in all of the answers, see {@link followedText}. Only the movies have known answers. */
export function followed(answers: readonly SearchAnswer[], pointedAt?: number): FollowedText | undefined {
  const isOfMovies = answers[0]?.collection === DEFAULT_SETTINGS.collection;
  return followedText(answers, isOfMovies ? (serverState.value?.queries ?? []) : [], pointedAt);
}
