/** What else can be asked of the movies, beside the tutorial's query. */
export const movieQueries: readonly string[] = [
  'toys that come alive',
  'somebody lives the same day again and again',
  'musicians on tour',
  'a thief with a double life',
  'love between outsiders',
  'soldiers on a mission that nobody may survive',
];
