import { readFile } from 'node:fs/promises';

/** The tutorial's example: twenty descriptions and a query. */
export interface Movies {
  readonly query: string;
  readonly descriptions: readonly string[];
}

/** The payload of a movie. */
export interface MoviePayload {
  readonly description: string;
}

/** Reads the example from `data/movies.json`. */
export async function readMovies(): Promise<Movies> {
  return JSON.parse(await readFile(new URL('../../data/movies.json', import.meta.url), 'utf8')) as Movies;
}

/** Returns the text of a movie that is embedded and reranked. */
export function readDescription(movie: MoviePayload): string {
  return movie.description;
}
