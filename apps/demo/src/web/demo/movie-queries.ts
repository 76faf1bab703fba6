import type { Suggestion } from '../contract.ts';

/** Suggested queries for the movies in addition to the tutorial's query, each with the id of the movie that answers it. */
const movieQueries: readonly { readonly query: string; readonly answer: number }[] = [
  { query: 'toys that come alive', answer: 12 },
  { query: 'somebody lives the same day again and again', answer: 13 },
  { query: 'musicians on tour', answer: 18 },
  { query: 'a thief with a double life', answer: 3 },
  { query: 'love between outsiders', answer: 19 },
  { query: 'soldiers on a mission that nobody may survive', answer: 11 },
];

/** Returns the suggestions for the movies. The first is the tutorial's query, and its answer is Jeanne d'Arc. */
export function suggestQueries(tutorialsQuery: string, descriptions: readonly string[]): Suggestion[] {
  return [{ query: tutorialsQuery, answer: 0 }, ...movieQueries].map(({ query, answer }) => {
    return { query, answer: { id: answer, text: descriptions[answer] ?? '' } };
  });
}
