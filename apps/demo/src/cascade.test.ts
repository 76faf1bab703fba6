import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DemoHome } from './__tests__/run-demo.ts';
import type { CascadePlaces, CascadeResult } from './example/cascade-result.ts';

type Move = keyof CascadePlaces;

interface Goldens {
  /** Best first; of each move the place and the score. */
  readonly movies: readonly ({ readonly id: number } & Readonly<Partial<Record<Move, [number, number]>>>)[];
}

const moves: readonly Move[] = ['dense', 'words', 'maxSim', 'rerank'];
// Made by the program itself from the shipped weights; see `note` in the file.
const fixture = new URL('./__fixtures__/cascade_example.json', import.meta.url);
const goldens = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;

let home: DemoHome;
beforeAll(async () => {
  home = await DemoHome.make();
});
afterAll(() => home[Symbol.asyncDispose]());

const runCascade = (...args: string[]): Promise<CascadeResult> => {
  return home.runJson(['--offline', '--stages', 'cascade', ...args]);
};

function expectCascadeExample({ movies }: CascadeResult): void {
  expect(movies.map(({ id }) => id)).toEqual(goldens.movies.map(({ id }) => id));
  for (const [index, { places, rank, score }] of movies.entries()) {
    const golden = goldens.movies[index]!;
    for (const move of moves) {
      expect(places[move]?.rank, `${golden.id} after ${move}`).toBe(golden[move]?.[0]);
      const difference = Math.abs((places[move]?.score ?? 0) - (golden[move]?.[1] ?? 0));
      expect(difference, `${golden.id} after ${move}`).toBeLessThanOrEqual(1e-3);
    }
    expect([rank, score]).toEqual([index + 1, places.rerank?.score]);
  }
}

describe('the cascade', () => {
  it('has the golden places and scores after each move, in memory', async () => {
    const result = await runCascade();
    expectCascadeExample(result);
    expect(result).toMatchObject({
      stages: 'cascade',
      models: {
        embedder: { name: 'sentence-transformers/all-MiniLM-L6-v2', source: 'bundled', dimension: 384 },
        words: { name: 'Qdrant/bm25' },
        reranker: { name: 'x/bge-small-reranker-en', source: 'bundled' },
      },
      query: 'A story about a strong historically significant female figure.',
      store: { collection: 'movies-cascade', points: 20, indexed: 20 },
    });
    const moments = ['load', 'index', 'embed', 'retrieve', 'maxSim', 'rerank', 'matches', 'total'];
    expect(Object.keys(result.timingsMs)).toEqual(moments);
    const { load, index, total, ...search } = result.timingsMs;
    // The query's embedding is not that of the movies, which are embedded before.
    expect(Math.max(...Object.values(search))).toBeLessThan(total - load - index);
  });

  it('has them on disk too, beside the two stages, where a second run finds the points', async () => {
    const args = ['--store', join(home.path, 'movies')];
    await home.runJson(args);
    const first = await runCascade(...args);
    const second = await runCascade(...args);
    expectCascadeExample(first);
    expect([first.store.indexed, second.store.indexed]).toEqual([20, 0]);
    expect(second.movies).toEqual(first.movies);
  });

  it('takes Jeanne d’Arc from the tenth place by meaning over the seventh to the fifth, and tells the words that did', async () => {
    const { movies } = await runCascade('--top-k', '5');
    expect(movies).toHaveLength(5);
    const { id, places, description, matches, explanation } = movies[4]!;
    expect([id, places.dense?.rank, places.words, places.maxSim.rank]).toEqual([0, 10, undefined, 7]);
    expect(explanation).toContain('not found by words');
    const words = matches.map(({ start, end }) => description.slice(start, end));
    expect(words).toEqual(['1431', 'Jeanne', 'her', 'claims', 'holy']);
    expect(matches.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(1 + 1e-6);
  });

  it('leaves films that the reranker did not read behind those that it read', async () => {
    const { movies } = await runCascade('--limit', '20');
    expect(movies).toHaveLength(20);
    expect(movies.map(({ places }) => places.rerank !== undefined)).toEqual(movies.map((_, index) => index < 10));
    const unread = movies.slice(10).map(({ places }) => places.maxSim.rank);
    expect(unread).toEqual(unread.toSorted((a, b) => a - b));
  });

  it('prints its moves plainly when piped, whatever the terminal could do', async () => {
    const { code, stdout, stderr } = await home.run(['--offline', '--stages', 'cascade']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^ {3}10 {6}- {7}7 {4}5 {4}0\.179 {2}#0 /m);
    expect(stdout).toMatch(/^embed [\d.]+ ms \| dense and words [\d.]+ ms \| MaxSim [\d.]+ ms/m);
    expect(stdout).toContain("Jeanne d'Arc: 10th by dense (0.186), not found by words; 7th after maxSim");
    expect(stdout + stderr).not.toContain('\u001B');
  });
});
