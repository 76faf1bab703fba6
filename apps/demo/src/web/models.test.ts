import { afterEach, describe, expect, it } from 'vitest';

import { DemoClient } from './__tests__/demo-client.ts';
import { FakeEmbedder, fakeModels, loadForever } from './__tests__/fake-models.ts';
import type { DemoState, Failure } from './contract.ts';
import type { LoadModelOptions, ModelLoader } from './demo/model-slot.ts';

const names = { embedder: 'fake/embedder', reranker: 'fake/reranker' };
const loaded = ({ models, collections }: DemoState): boolean =>
  models.embedder.phase !== 'loading' && models.reranker.phase !== 'loading' && collections[0]!.ready;

let client: DemoClient;
afterEach(() => client[Symbol.asyncDispose]());

const choose = (body: object) => client.request<DemoState & Failure>('POST', 'api/models', body);

describe('the choices', () => {
  it('list installed models, and other models with size and license', async () => {
    client = await DemoClient.start({ models: fakeModels() });
    client.demo.start(names);
    const { choices } = (await client.statesUntil(loaded)).at(-1)!;
    expect(choices.embedders.map(({ name, installed }) => [name, installed])).toEqual([
      ['fake/embedder', true],
      ['fake/other', true],
      ['fake/remote', false],
    ]);
    expect(choices.embedders.at(-1)).toEqual({
      name: 'fake/remote',
      installed: false,
      bytes: 1_110_000_000,
      license: 'cc-by-nc-4.0',
      commercialUse: false,
      description: 'About fake/remote',
    });
  });

  it('contain a model from the command line that no list contains', async () => {
    client = await DemoClient.start({ models: fakeModels() });
    client.demo.start({ ...names, embedder: 'acme/own' });
    const { choices } = (await client.statesUntil(loaded)).at(-1)!;
    expect(choices.embedders.at(-1)).toMatchObject({ name: 'acme/own', installed: true, license: 'unknown' });
    expect(await choose({ role: 'embedder', name: 'acme/own' })).toMatchObject({ status: 202 });
  });
});

describe('a model that is not installed', () => {
  const calls: [string, LoadModelOptions][] = [];
  const loadEmbedder: ModelLoader<FakeEmbedder> = (name, options) => {
    calls.push([name, options]);
    return Promise.resolve(new FakeEmbedder(name));
  };
  afterEach(() => calls.splice(0));

  it('is refused unless the request allows a download, and the message states its size and license', async () => {
    client = await DemoClient.start({ models: fakeModels({ loadEmbedder }) });
    client.demo.start(names);
    await client.statesUntil(loaded);
    const { status, body } = await choose({ role: 'embedder', name: 'fake/remote' });
    expect([status, body.error.code]).toEqual([409, 'DOWNLOAD_NEEDED']);
    expect(body.error.message).toContain('1.11 GB');
    expect(body.error.message).toContain('cc-by-nc-4.0, which does not allow commercial use');
    expect(calls).toHaveLength(1);
    const allowed = await choose({ role: 'embedder', name: 'FAKE/remote', download: true });
    expect(allowed).toMatchObject({ status: 202, body: { models: { embedder: { next: 'fake/remote' } } } });
    expect(calls.at(-1)).toMatchObject(['fake/remote', { offline: false }]);
    const states = await client.statesUntil(({ models }) => models.embedder.name === 'fake/remote');
    expect(states.at(-1)!.choices.embedders.at(-1)).toMatchObject({ name: 'fake/remote', installed: true });
    await choose({ role: 'embedder', name: 'fake/other' });
    expect(calls.at(-1)).toMatchObject(['fake/other', { offline: true }]);
  });

  it('is refused when the demo runs with --offline, even if the request allows a download', async () => {
    client = await DemoClient.start({ models: fakeModels({ loadEmbedder }), offline: true });
    client.demo.start(names);
    const { status, body } = await choose({ role: 'embedder', name: 'fake/remote', download: true });
    expect([status, body.error.code]).toEqual([409, 'OFFLINE']);
    expect(calls).toMatchObject([['fake/embedder', { offline: true }]]);
  });

  it('causes status 404 if it is unknown', async () => {
    client = await DemoClient.start({ models: fakeModels() });
    expect(await choose({ role: 'reranker', name: 'nobody/knows' })).toMatchObject({
      status: 404,
      body: { error: { code: 'UNKNOWN_MODEL', parameter: 'name' } },
    });
  });
});

describe('an embedder that fails', () => {
  it('is reported in the state, and searches that do not need it work', async () => {
    const loadEmbedder = (): Promise<never> => Promise.reject(new Error('The file is damaged. Fetch it again.'));
    client = await DemoClient.start({ models: fakeModels({ loadEmbedder }) });
    client.demo.start(names);
    const state = (await client.statesUntil(loaded)).at(-1)!;
    expect(state.models.embedder).toEqual({
      name: 'fake/embedder',
      phase: 'failed',
      message: 'The file is damaged. Fetch it again.',
    });
    const dense = await client.search({ query: 'toys' });
    expect([dense.status, dense.body.error.code]).toEqual([503, 'MODEL_FAILED']);
    expect(dense.body.error.message).toContain('The file is damaged. Fetch it again. Choose another one');
    const byWords = await client.search({ query: 'toys', firstStage: 'words' });
    expect(byWords.body).toMatchObject({
      documents: [{ id: 12, rerank: { rank: 1 } }],
      models: { reranker: 'fake/reranker' },
    });
    const added = await client.add({ name: 'mine', texts: ['a red ship'] });
    expect(added.body.at(-1)).toMatchObject({ collection: { ready: true } });
  });
});

describe('a reranker', () => {
  it('that fails to load affects only searches with reranking', async () => {
    const loadReranker = (): Promise<never> => Promise.reject(new Error('No.'));
    client = await DemoClient.start({ models: fakeModels({ loadReranker }) });
    client.demo.start(names);
    await client.statesUntil(loaded);
    expect(await client.search({ query: 'toys' })).toMatchObject({
      status: 503,
      body: { error: { code: 'MODEL_FAILED' } },
    });
    expect((await client.search({ query: 'toys', rerank: false })).status).toBe(200);
  });

  it('is named in refusals while it is loading, and can be canceled', async () => {
    client = await DemoClient.start({ models: fakeModels({ loadReranker: loadForever }) });
    client.demo.start(names);
    await client.statesUntil(({ collections }) => collections[0]!.ready);
    const { status, body } = await client.search({ query: 'toys' });
    expect([status, body.error.code]).toEqual([503, 'MODEL_LOADING']);
    expect(body.error.message).toContain("'fake/reranker' is still loading");
    expect((await client.request('DELETE', 'api/models/loading?role=embedder')).status).toBe(204);
    expect(client.demo.state.models.reranker.phase).toBe('loading');
    expect((await client.request('DELETE', 'api/models/loading')).status).toBe(204);
    expect(client.demo.state.models.reranker).toMatchObject({ phase: 'failed' });
  });
});

it('a demo with loading models finds movies by words and refuses new texts', async () => {
  client = await DemoClient.start({ models: fakeModels({ loadEmbedder: loadForever }) });
  client.demo.start(names);
  await client.statesUntil(({ models }) => models.reranker.phase === 'ready');
  const byWords = () => client.search({ query: 'toys', firstStage: 'words' });
  // No state reports when the movies can be found by words, so the test polls.
  let found = await byWords();
  while (found.status === 503) found = await byWords();
  expect(found.body.documents).toMatchObject([{ id: 12 }]);
  expect((await client.search({ query: 'toys', firstStage: 'hybrid' })).body.error.code).toBe('MODEL_LOADING');
  const { status, body } = await client.add({ name: 'mine', texts: ['one'] });
  expect([status, body]).toMatchObject([503, [{ error: { code: 'MODEL_LOADING' } }]]);
});

it('an embedder without token vectors works in two stages and is named in the refusal of a cascade', async () => {
  client = await DemoClient.start({ models: fakeModels() });
  client.demo.start(names);
  await client.statesUntil(loaded);
  const { status, body } = await client.search({ query: 'toys', way: 'cascade' });
  expect([status, body.error.code, body.error.parameter]).toEqual([409, 'NO_TOKEN_VECTORS', 'way']);
  expect(body.error.message).toContain("'fake/embedder' has no token vectors");
  expect((await client.search({ query: 'toys' })).status).toBe(200);
});
