import { readFile } from 'node:fs/promises';

/** The tutorial's example: twenty descriptions, and what is looked for. */
export interface Movies {
  readonly query: string;
  readonly descriptions: readonly string[];
}

/** What is stored beside a movie's vector. */
export interface MoviePayload {
  readonly description: string;
}

/** Reads the example from `data/movies.json`. */
export async function readMovies(): Promise<Movies> {
  return JSON.parse(await readFile(new URL('../../data/movies.json', import.meta.url), 'utf8')) as Movies;
}

/** What is embedded and reranked of a movie. */
export function readDescription(movie: MoviePayload): string {
  return movie.description;
}
