import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startHubServer } from '@x/hub-server';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { statesUntil } from './__tests__/demo-client.ts';
import { WebProgram } from './__tests__/web-program.ts';
import type { DemoState, ModelChoice, ModelRequest, SearchAnswer } from './contract.ts';

const jina = 'jinaai/jina-reranker-v1-tiny-en';
const weights = fileURLToPath(new URL('../../../../models/bge-small-reranker-en/', import.meta.url));

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'x-demo-hub-'));
});
afterAll(() => rm(home, { recursive: true }));

const post = (url: string, path: string, body: object): Promise<Response> =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const choose = (url: string, request: Omit<ModelRequest, 'role'>): Promise<Response> =>
  post(url, 'api/models', { role: 'reranker', ...request });
const choiceOf = ({ choices }: DemoState): ModelChoice => choices.rerankers.find(({ name }) => name === jina)!;

it('downloads a reranker on request, uses it, and finds it in the cache after a restart', async () => {
  const files = ['tokenizer.json', 'tokenizer_config.json', 'config.json', 'special_tokens_map.json'];
  const repository = Object.fromEntries(files.map((file) => [file, join(weights, file)]));
  await using hub = await startHubServer({
    repositories: { [jina]: { ...repository, 'onnx/model.onnx': join(weights, 'model.onnx') } },
  });
  const environment = { HF_ENDPOINT: hub.url, HF_HOME: home, HF_HUB_CACHE: '', FASTEMBED_CACHE_PATH: '' };
  {
    await using web = await WebProgram.start(['--port', '0'], environment);
    const [first] = await statesUntil(web.url, ({ models }) => models.reranker.phase === 'ready');
    expect(choiceOf(first!).installed).toBe(false);
    expect((await choose(web.url, { name: jina })).status).toBe(409);
    expect(hub.requests).toEqual([]);
    expect((await choose(web.url, { name: jina, download: true })).status).toBe(202);
    const states = await statesUntil(
      web.url,
      ({ models, collections }) => models.reranker.name === jina && collections[0]!.ready,
    );
    const { totalBytes } = states.find(({ models }) => models.reranker.totalBytes !== undefined)!.models.reranker;
    expect(totalBytes).toBeGreaterThan(30_000_000);
    expect(states.at(-1)!.models.reranker).toEqual({ name: jina, phase: 'ready', source: 'hub' });
    expect(choiceOf(states.at(-1)!).installed).toBe(true);
    const search = { query: 'toys', collection: 'movies', firstStage: 'words', rerank: true };
    const answer = (await (await post(web.url, 'api/search', search)).json()) as SearchAnswer;
    expect(answer).toMatchObject({ models: { reranker: jina }, documents: [{ id: 12 }] });
  }
  await using again = await WebProgram.start(['--port', '0', '--offline'], environment);
  await statesUntil(again.url, (state) => choiceOf(state).installed);
  expect((await choose(again.url, { name: jina })).status).toBe(202);
  const states = await statesUntil(
    again.url,
    ({ models }) => models.reranker.name === jina && models.reranker.phase === 'ready',
  );
  expect(states.at(-1)!.models.reranker.source).toBe('cache');
});
