import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DemoClient } from './__tests__/demo-client.ts';
import type { DemoState } from './contract.ts';

interface Goldens {
  readonly first_stage: number[];
  readonly scores_in_first_stage_order: number[];
  readonly reranked: number[];
}

// Generated from the shipped weights with tokenizers and onnxruntime for Python; see `note` in the file.
const fixture = new URL('../__fixtures__/movie_example.json', import.meta.url);
const goldens = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;
const cascade = JSON.parse(
  await readFile(new URL('../__fixtures__/cascade_example.json', import.meta.url), 'utf8'),
) as { readonly movies: readonly { readonly id: number }[] };
const names = { embedder: 'sentence-transformers/all-MiniLM-L6-v2', reranker: 'x/bge-small-reranker-en' };

let client: DemoClient;
let states: DemoState[];
let query: string;
beforeAll(async () => {
  client = await DemoClient.start({ offline: true });
  client.demo.start(names);
  states = await client.statesUntil(
    ({ models, collections }) => models.reranker.phase === 'ready' && collections[0]!.ready,
  );
  query = states[0]!.queries[0]!.query;
});
afterAll(() => client[Symbol.asyncDispose]());

describe('the bundled models', () => {
  it('are first loading, then ready, and then the movies are ready', () => {
    const phases = states.map(({ models }) => models.embedder.phase);
    expect(phases[0]).toBe('loading');
    expect(phases.toSorted()).toEqual(phases);
    const bytes = states.flatMap(({ models }) => models.embedder.completedBytes ?? []);
    expect(bytes.toSorted((a, b) => a - b)).toEqual(bytes);
    expect(states.at(-1)!.models).toEqual({
      embedder: { name: names.embedder, phase: 'ready', source: 'bundled' },
      reranker: { name: names.reranker, phase: 'ready', source: 'bundled' },
    });
    const readyFrom = states.findIndex(({ collections }) => collections[0]!.ready);
    expect(states.slice(0, readyFrom).every(({ collections }) => !collections[0]!.ready)).toBe(true);
    expect(phases[readyFrom]).toBe('ready');
  });
});

describe("the tutorial's query", () => {
  it('has the golden orders and scores', async () => {
    const { status, body } = await client.search({ query });
    expect(status).toBe(200);
    expect(body).toMatchObject({ query, collection: 'movies', firstStage: 'dense', reranked: true, models: names });
    expect(body.documents.map(({ id }) => id)).toEqual(goldens.reranked);
    for (const { id, firstStage, rerank, stages, shown, text, snippet } of body.documents) {
      const place = goldens.first_stage.indexOf(id);
      expect(firstStage.rank).toBe(place + 1);
      expect(Math.abs(rerank!.score - goldens.scores_in_first_stage_order[place]!)).toBeLessThanOrEqual(2e-4);
      expect(stages).toEqual({ dense: firstStage, rerank });
      expect(shown).toBe(true);
      expect(text.startsWith(snippet)).toBe(true);
    }
    expect(body.documents[1]).toMatchObject({ id: 0, firstStage: { rank: 10 }, rerank: { rank: 2 } });
    expect(Object.keys(body.timingsMs)).toEqual(['embed', 'retrieve', 'rerank', 'total']);
  });

  it('keeps the order of the first stage without a reranker and marks the shown texts', async () => {
    const { body } = await client.search({ query, rerank: false, topK: 3 });
    expect(body.documents.map(({ id }) => id)).toEqual(goldens.first_stage);
    expect(body.documents.map(({ shown }) => shown)).toEqual([true, true, true, ...Array<boolean>(7).fill(false)]);
    expect(body).toMatchObject({ reranked: false, models: { embedder: names.embedder } });
    expect(body.models.reranker).toBeUndefined();
  });

  it('finds texts by words, and with fusion as many texts as without', async () => {
    const byWords = await client.search({ query: 'wicked stepmother', firstStage: 'words', rerank: false });
    expect(byWords.body.documents.map(({ id }) => id)).toEqual([15]);
    expect(byWords.body.models).toEqual({});
    const { body } = await client.search({ query, firstStage: 'hybrid', candidates: 5 });
    expect(body.documents.map(({ firstStage }) => firstStage.rank).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    for (const { stages, firstStage } of body.documents) {
      expect(stages['fuse']).toEqual(firstStage);
      expect(stages['dense'] ?? stages['words']).toBeDefined();
    }
    expect(Object.keys(body.timingsMs)).toEqual(['embed', 'retrieve', 'fuse', 'rerank', 'total']);
  });

  it('has the golden ranks in the cascade and returns the matching words', async () => {
    const { status, body } = await client.search({ query, way: 'cascade' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ way: 'cascade', reranked: true, models: names });
    const ranks = body.documents.map(({ id, stages }) => {
      return { id, ...Object.fromEntries(Object.entries(stages).map(([stage, { rank }]) => [stage, rank])) };
    });
    expect(ranks).toEqual(
      cascade.movies.map(({ id, ...places }) => {
        const byStage = Object.entries(places) as [string, [number, number]][];
        return { id, ...Object.fromEntries(byStage.map(([stage, [rank]]) => [stage, rank])) };
      }),
    );
    const { firstStage, stages, text, matches } = body.documents[4]!;
    expect(firstStage).toEqual(stages['maxSim']);
    const words = matches!.map(({ start, end }) => text.slice(start, end));
    expect(words).toEqual(['1431', 'Jeanne', 'her', 'claims', 'holy']);
    expect(Object.keys(body.timingsMs)).toEqual(['embed', 'retrieve', 'maxSim', 'rerank', 'matches', 'total']);
  });

  it('keeps the order of MaxSim in a cascade without a reranker', async () => {
    const { body } = await client.search({ query, way: 'cascade', rerank: false, topK: 3 });
    expect(body.documents.map(({ stages }) => stages['maxSim']!.rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(body.documents.filter(({ shown }) => shown)).toHaveLength(3);
    expect(body.timingsMs.rerank).toBeUndefined();
  });

  it('returns an empty list when no text contains a word of the query', async () => {
    const { status, body } = await client.search({ query: 'the of and', firstStage: 'words' });
    expect([status, body.documents]).toEqual([200, []]);
  });
});
