import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startHubServer } from '@x/hub-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DemoHome } from './__tests__/run-demo.ts';
import type { ExampleResult } from './example/example-result.ts';

interface Goldens {
  readonly first_stage: number[];
  readonly scores_in_first_stage_order: number[];
  readonly reranked: number[];
}

const models = fileURLToPath(new URL('../../../models/', import.meta.url));
// Generated from the shipped weights with tokenizers and onnxruntime for Python; see `note` in the file.
const fixture = new URL('./__fixtures__/movie_example.json', import.meta.url);
const goldens = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;

let home: DemoHome;
beforeAll(async () => {
  home = await DemoHome.make();
});
afterAll(() => home[Symbol.asyncDispose]());

const runDemo: DemoHome['run'] = (...call) => home.run(...call);
const runJson = (...call: Parameters<DemoHome['run']>): Promise<ExampleResult> => home.runJson(...call);

function expectMovieExample({ firstStage, reranked }: ExampleResult): void {
  expect(firstStage.map(({ id }) => id)).toEqual(goldens.first_stage);
  expect(firstStage.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(reranked.map(({ id }) => id)).toEqual(goldens.reranked);
  for (const { id, score, previousRank } of reranked) {
    const place = goldens.first_stage.indexOf(id);
    expect(previousRank).toBe(place + 1);
    expect(Math.abs(score - goldens.scores_in_first_stage_order[place]!)).toBeLessThanOrEqual(2e-4);
  }
}

describe('the movie example', () => {
  it.each([[[]], [['--implicit']]])('has the golden orders and scores in memory with %j', async (flags) => {
    const result = await runJson(['--offline', ...flags]);
    expectMovieExample(result);
    expect(result).toMatchObject({
      models: {
        embedder: { name: 'sentence-transformers/all-MiniLM-L6-v2', source: 'bundled', dimension: 384 },
        reranker: { name: 'x/bge-small-reranker-en', source: 'bundled' },
      },
      query: 'A story about a strong historically significant female figure.',
      store: { collection: 'movies', points: 20, indexed: 20 },
    });
    expect(Object.keys(result.timingsMs)).toEqual(['load', 'index', 'retrieve', 'rerank', 'total']);
  });

  it.each([[[]], [['--implicit']]])(
    'has the same results on disk, where a second run finds the stored points, with %j',
    async (flags) => {
      const args = ['--store', join(home.path, `movies${flags.length}`), ...flags];
      const first = await runJson(args);
      const second = await runJson(args);
      expectMovieExample(first);
      expectMovieExample(second);
      expect([first.store.indexed, second.store.indexed]).toEqual([20, 0]);
      expect(second.firstStage).toEqual(first.firstStage);
    },
  );

  it('moves Jeanne d’Arc from 10th to 2nd', async () => {
    const { reranked } = await runJson(['--top-k', '2']);
    expect(reranked).toHaveLength(2);
    expect(reranked[1]).toMatchObject({ rank: 2, previousRank: 10, id: 0 });
  });

  it('answers another query', async () => {
    const { query, firstStage } = await runJson(['--query', 'toys come alive', '--limit', '3']);
    expect(query).toBe('toys come alive');
    expect(firstStage).toHaveLength(3);
    expect(firstStage[0]!.description).toContain('toys');
  });

  it('prints plain lines without color when piped', async () => {
    const { stdout, stderr } = await runDemo([]);
    expect(stdout).toMatch(/^ {2}10 -> 2 {3}\^8 /m);
    expect(stdout).toContain("puts Jeanne d'Arc 1st");
    expect(stderr).toMatch(/^Loading x\/bge-small-reranker-en$/m);
    expect(stdout + stderr).not.toContain('\u001B');
  });

  it("prints the license of jina's reranker before it downloads it from a hub", async () => {
    const jina = 'jinaai/jina-reranker-v2-base-multilingual';
    const folder = join(models, 'bge-small-reranker-en');
    const files = ['tokenizer.json', 'tokenizer_config.json', 'config.json', 'special_tokens_map.json'];
    const repository = Object.fromEntries(files.map((file) => [file, join(folder, file)]));
    await using hub = await startHubServer({
      repositories: { [jina]: { ...repository, 'onnx/model.onnx': join(folder, 'model.onnx') } },
    });
    const { code, stdout, stderr } = await runDemo(['--reranker', jina, '--json'], { HF_ENDPOINT: hub.url });
    expect(code, stderr).toBe(0);
    const result = JSON.parse(stdout) as ExampleResult;
    expect(result.models.reranker).toEqual({ name: jina, source: 'hub' });
    expectMovieExample(result);
    expect(stderr.indexOf('cc-by-nc-4.0')).toBeGreaterThanOrEqual(0);
    expect(stderr.indexOf('cc-by-nc-4.0')).toBeLessThan(stderr.indexOf(`Downloading ${jina}`));
    const again = await runJson(['--reranker', jina, '--offline'], { HF_ENDPOINT: hub.url });
    expect(again.models.reranker.source).toBe('cache');
  });
});

describe('the other flags', () => {
  it('list the rerankers as a table and as JSON', async () => {
    const { stdout } = await runDemo(['--list-models']);
    expect(stdout).toContain('x/bge-small-reranker-en (bundled)');
    const json = await runDemo(['--list-models', '--json']);
    const list = JSON.parse(json.stdout) as { model: string; bundled: boolean }[];
    expect(list.length).toBeGreaterThan(7);
    expect(list.filter(({ bundled }) => bundled).map(({ model }) => model)).toEqual(['x/bge-small-reranker-en']);
  });

  it.each(['-h', '--help'])('print the usage on request: %s', async (flag) => {
    const { code, stdout } = await runDemo([flag]);
    expect(code).toBe(0);
    expect(stdout).toContain('--top-k N');
  });

  it('print the error before the usage, in lines that fit COLUMNS', async () => {
    const { stderr } = await runDemo(['--limit', '0'], { COLUMNS: '40' });
    const lines = stderr.split('\n');
    expect(lines.slice(0, 3)).toEqual(['--limit must be a whole number from 1 to', '20, but is "0".', '']);
    expect(lines.filter((line) => line.length > 40)).toEqual([]);
    expect(stderr).toContain('Usage: npm run demo');
  });

  it.each([[['--fast']], [['--limit', '0']], [['--query', '']], [['--stages', 'three']]])(
    'print the usage and exit with 2 when invalid: %j',
    async (args) => {
      const { code, stdout, stderr } = await runDemo(args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Usage: npm run demo');
    },
  );

  it('print a message and exit with 1 when a model is unknown or a server is not reachable', async () => {
    const unknown = await runDemo(['--reranker', 'bge-rerank']);
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toContain('"BAAI/bge-reranker-base"');
    const refused = await runDemo(['--store', 'http://127.0.0.1:1', '--api-key', 'open-sesame']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('127.0.0.1:1');
    expect(refused.stderr).not.toContain('open-sesame');
    expect(refused.stderr).not.toContain('    at ');
  });
});
