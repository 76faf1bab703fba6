import { describe, expect, it } from 'vitest';

import type { CascadeMovie, CascadeResult } from '../example/cascade-result.ts';
import { formatCascade } from './format-cascade.ts';

const plain = (text: string): string => text;
const tagged = {
  bold: plain,
  dim: plain,
  up: (text: string) => `<up>${text}`,
  down: (text: string) => `<down>${text}`,
  mark: (text: string) => `*${text}*`,
};
const unstyled = { bold: plain, dim: plain, up: plain, down: plain, mark: plain };

function movie(rank: number, ranks: Partial<Record<'dense' | 'words' | 'maxSim' | 'rerank', number>>): CascadeMovie {
  const places = Object.fromEntries(Object.entries(ranks).map(([move, place]) => [move, { rank: place, score: 0.5 }]));
  return {
    rank,
    id: rank,
    score: 1.5,
    description: `Film ${rank} is about a strong woman who lives in a small town.`,
    places: places as unknown as CascadeMovie['places'],
    matches: [
      { start: 18, end: 24, weight: 0.7 },
      { start: 25, end: 30, weight: 0.3 },
    ],
    explanation: 'somewhere.',
  };
}

const result: CascadeResult = {
  stages: 'cascade',
  models: {
    embedder: { name: 'an-embedder', source: 'cache', dimension: 3 },
    words: { name: 'a-bm25' },
    reranker: { name: 'x/bge-small-reranker-en', source: 'hub' },
  },
  query: 'a query',
  store: { collection: 'movies-cascade', points: 20, indexed: 20 },
  reranked: 3,
  movies: [
    movie(1, { dense: 4, maxSim: 3, rerank: 1 }),
    movie(2, { words: 1, maxSim: 1, rerank: 2 }),
    movie(3, { dense: 3, words: 2, maxSim: 2, rerank: 3 }),
    movie(4, { dense: 9, words: 9, maxSim: 14 }),
  ],
  timingsMs: { load: 1, index: 2, embed: 3, retrieve: 4, maxSim: 5, rerank: 6, matches: 7, total: 28 },
};

describe('formatCascade', () => {
  const text = formatCascade(result, { style: tagged, columns: undefined, picture: false });
  const shown = text.split('\n');

  it('shows the ranks of each stage side by side, with a dash for a missing rank', () => {
    expect(shown[6]).toBe('dense  words  MaxSim  now    score');
    expect(shown[7]).toMatch(/^ {4}4 {6}-<up> {7}3<up> {4}1 {4}1\.500 {2}#1 {3}Film 1 /);
    expect(shown[8]).toMatch(/^ {4}- {6}1 {7}1<down> {4}2 /);
    expect(shown[9]).toMatch(/^ {4}3 {6}2 {7}2<down> {4}3 /);
  });

  it('shows the rank of a film that the reranker did not read without a color', () => {
    expect(shown[10]).toMatch(/^ {4}9 {6}9<down> {6}14 {4}4 {4}1\.500 {2}#4 /);
  });

  it('marks the matching words in the three best texts', () => {
    expect(shown.filter((line) => line.includes('*'))).toEqual(
      [1, 2, 3].map((rank) => `${rank}. Film ${rank} is about a *strong* *woman* who lives in a small town.`),
    );
  });

  it('says how many films were reranked', () => {
    expect(shown[4]).toBe('3. The 3 best reranked by x/bge-small-reranker-en (hub)');
  });

  it('shows the time of each stage', () => {
    expect(text).toContain('embed 3 ms | dense and words 4 ms | MaxSim 5 ms | cross-encoder 6 ms');
    expect(text).toContain('collection movies-cascade: 20 stored | load 1 ms, index 2 ms');
  });

  it('explains the rank of Jeanne d’Arc only if she was found and the bundled reranker ran', () => {
    const jeanne = { ...movie(1, { dense: 1, maxSim: 1, rerank: 1 }), id: 0, explanation: '1st by dense.' };
    const format = { style: unstyled, columns: undefined, picture: false };
    expect(text).not.toContain('Jeanne');
    expect(formatCascade({ ...result, movies: [jeanne] }, format)).toContain("Jeanne d'Arc: 1st by dense.");
    const models = { ...result.models, reranker: { name: 'another', source: 'hub' } };
    expect(formatCascade({ ...result, models, movies: [jeanne] }, format)).not.toContain('Jeanne');
  });

  it('truncates the line of each film to the width of the terminal', () => {
    const narrow = formatCascade(result, { style: unstyled, columns: 60, picture: true }).split('\n');
    const movies = narrow.filter((line) => line.includes('#'));
    expect(movies.map(({ length }) => length)).toEqual([60, 60, 60, 60]);
    expect(movies.every((line) => line.endsWith('…'))).toBe(true);
  });

  it('fits 40 columns with the texts below the ranks', () => {
    const narrow = formatCascade(result, { style: unstyled, columns: 40, picture: true }).split('\n');
    expect(narrow.filter((line) => line.length > 40)).toEqual([]);
    expect(narrow).toContain('    4      -       3    1    1.500  #1');
    expect(narrow.filter((line) => /^ {4}Film \d is about/.test(line))).toHaveLength(4);
    expect(narrow.filter((line) => line.startsWith('ms'))).toEqual([]);
  });
});
