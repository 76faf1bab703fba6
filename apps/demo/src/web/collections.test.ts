import { once } from 'node:events';

import { afterEach, describe, expect, it } from 'vitest';

import { DemoClient } from './__tests__/demo-client.ts';
import { FakeEmbedder, fakeModels, Gate } from './__tests__/fake-models.ts';
import type { CollectionInfo, DemoState } from './contract.ts';

const names = { embedder: 'fake/embedder', reranker: 'fake/reranker' };
const isReady = ({ collections, models }: DemoState): boolean =>
  collections.every(({ ready }) => ready) && models.reranker.phase === 'ready';

let client: DemoClient;
afterEach(() => client[Symbol.asyncDispose]());

async function startReady(embedder: FakeEmbedder): Promise<void> {
  const loadEmbedder = (name: string): Promise<FakeEmbedder> =>
    Promise.resolve(name === embedder.modelName ? embedder : new FakeEmbedder(name));
  client = await DemoClient.start({ models: fakeModels({ loadEmbedder }) });
  client.demo.start(names);
  await client.statesUntil(isReady);
}

async function add(name: string, texts: readonly string[]): Promise<CollectionInfo> {
  const { body } = await client.add({ name, texts });
  return (body.at(-1) as { collection: CollectionInfo }).collection;
}

/** Resolves when the work at the gate is canceled. */
async function abortOf({ signal }: Gate): Promise<void> {
  if (!signal!.aborted) await once(signal!, 'abort');
}

const ownNames = (): string[] => client.demo.state.collections.slice(1).map(({ name }) => name);

describe('own texts', () => {
  it('get a number when another collection has their name', async () => {
    await startReady(new FakeEmbedder());
    for (const _ of [1, 2, 3]) await add('notes.txt', ['one']);
    expect(ownNames()).toEqual(['notes.txt', 'notes.txt (2)', 'notes.txt (3)']);
  });

  it('are cut when that hides at least 40 characters', async () => {
    await startReady(new FakeEmbedder());
    const { id: collection } = await add('mine', ['w'.repeat(240), 'w'.repeat(241)]);
    const { body } = await client.search({ query: 'w', collection, rerank: false });
    expect(body.documents.toSorted((a, b) => a.id - b.id).map(({ snippet }) => snippet.length)).toEqual([240, 200]);
  });

  it('are indexed with progress and returned unchanged, except for lone surrogates', async () => {
    await startReady(new FakeEmbedder());
    const texts = [
      '<script>alert(1)</script>',
      '👩‍👩‍👧 \uD800',
      '\u202Eمرحبا',
      'a\u0000b\r\n"',
      '',
      ' ',
      ...Array<string>(88).fill('same'),
    ];
    const { status, body } = await client.add({ name: ' <b>mine</b> ', texts });
    expect(status).toBe(200);
    expect(body[0]).toEqual({ completed: 0, total: 94 });
    expect(body.slice(0, -1)).toMatchObject([0, 16, 32, 48, 64, 80, 94].map((completed) => ({ completed, total: 94 })));
    expect(body.at(-2)).toEqual({ completed: 94, total: 94, remainingMs: 0 });
    const { collection } = body.at(-1) as { collection: CollectionInfo };
    expect(collection).toMatchObject({ name: '<b>mine</b>', documents: 94, ready: true });
    const found = await client.search({ query: 'same', collection: collection.id, candidates: 100, rerank: false });
    const back = found.body.documents.toSorted((a, b) => a.id - b.id);
    const expected = texts.map((text) => text.replace('\uD800', '\uFFFD'));
    expect(back.map(({ text }) => text)).toEqual(expected);
  });

  it('are split into passages when they are too long for the embedder, and both are counted', async () => {
    const split = (text: string) => Promise.resolve(Array.from(text, (_, start) => ({ start, end: start + 1 })));
    const chunker = () => ({ name: 'letters', split });
    await startReady(Object.assign(new FakeEmbedder(), { maxLength: 4, chunker }));
    const { body: lines } = await client.add({ name: 'own', texts: ['abc', 'd'] });
    expect(lines.at(-2)).toMatchObject({ completed: 4, total: 4 });
    const { collection: own } = lines.at(-1) as { collection: CollectionInfo };
    expect(own).toMatchObject({ documents: 4, texts: 2 });
    const { body } = await client.search({ query: 'a', collection: own.id, candidates: 10, rerank: false });
    const passages = Object.fromEntries(body.documents.map(({ id, text }) => [id, text]));
    expect(passages).toEqual({ 0: 'a', 1: 'b', 2: 'c', 3: 'd' });
  });

  it('can be deleted, unlike the movies', async () => {
    await startReady(new FakeEmbedder());
    const { id } = await add('mine', ['one']);
    expect((await client.request('DELETE', `api/collections/${id}`)).status).toBe(204);
    expect(ownNames()).toEqual([]);
    expect(await client.search({ query: 'one', collection: id })).toMatchObject({
      status: 404,
      body: { error: { code: 'COLLECTION_NOT_FOUND', parameter: 'collection' } },
    });
    expect((await client.request('DELETE', `api/collections/${id}`)).status).toBe(404);
    expect(await client.request('DELETE', 'api/collections/movies')).toMatchObject({
      status: 409,
      body: { error: { code: 'COLLECTION_STAYS' } },
    });
  });

  it('replace the least recently used collection when a ninth is added', async () => {
    await startReady(new FakeEmbedder());
    const first = await add('1', ['one']);
    for (const name of ['2', '3', '4', '5', '6', '7', '8']) await add(name, ['one']);
    await client.search({ query: 'one', collection: first.id });
    await add('9', ['one']);
    expect(ownNames()).toEqual(['1', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('replace the least recently used collection when all together have too many characters', async () => {
    await startReady(new FakeEmbedder());
    const texts = (count: number): string[] => Array<string>(count).fill('x'.repeat(20_000));
    await add('large', texts(700));
    await add('small', texts(10));
    await add('larger', texts(600));
    expect(ownNames()).toEqual(['small', 'larger']);
  });

  it('are discarded when the client disconnects during the indexing', async () => {
    const embedder = new FakeEmbedder();
    await startReady(embedder);
    const gate = (embedder.gates.passages = new Gate());
    const controller = new AbortController();
    const answer = client.add({ name: 'mine', texts: ['one'] }, { signal: controller.signal });
    await gate.reached;
    controller.abort();
    await expect(answer).rejects.toThrow('abort');
    await abortOf(gate);
    embedder.gates = {};
    await add('other', ['two']);
    expect(ownNames()).toEqual(['other']);
    expect(client.errors).toEqual([]);
  });

  it('are refused while two other collections are being indexed', async () => {
    const embedder = new FakeEmbedder();
    await startReady(embedder);
    const gate = (embedder.gates.passages = new Gate());
    const both = [client.add({ name: '1', texts: ['one'] }), client.add({ name: '2', texts: ['two'] })];
    await gate.reached;
    const third = await client.add({ name: '3', texts: ['three'] });
    expect(third).toMatchObject({ status: 429, body: [{ error: { code: 'BUSY' } }] });
    gate.open();
    await Promise.all(both);
    expect(ownNames()).toEqual(['1', '2']);
  });

  it('return the reason and create no collection when they cannot be embedded', async () => {
    const embedder = new FakeEmbedder();
    await startReady(embedder);
    embedder.failure = new Error('out of memory');
    const { body } = await client.add({ name: 'mine', texts: ['one'] });
    expect(body.at(-1)).toEqual({
      failure: { error: { code: 'PIPELINE_STAGE', message: 'The stage "embed" failed: out of memory' } },
    });
    expect(ownNames()).toEqual([]);
  });
});

describe('another embedder', () => {
  it('embeds all texts again, and the previous embedder searches them until then', async () => {
    const before = new FakeEmbedder();
    const after = new FakeEmbedder('fake/other');
    const gate = (after.gates.passages = new Gate());
    const loadEmbedder = (name: string): Promise<FakeEmbedder> =>
      Promise.resolve(name === before.modelName ? before : after);
    client = await DemoClient.start({ models: fakeModels({ loadEmbedder }) });
    client.demo.start(names);
    await client.statesUntil(isReady);
    const { id } = await add('mine', ['one', 'two']);
    expect((await client.request('POST', 'api/models', { role: 'embedder', name: 'fake/other' })).status).toBe(202);
    await gate.reached;
    expect(client.demo.state.collections.map(({ ready }) => ready)).toEqual([false, false]);
    const meanwhile = await client.search({ query: 'one', collection: id });
    expect(meanwhile.body.models.embedder).toBe('fake/embedder');
    expect(before.isDisposed).toBe(false);
    gate.open();
    await client.statesUntil(isReady);
    const afterwards = await client.search({ query: 'one', collection: id });
    expect(afterwards.body.models.embedder).toBe('fake/other');
    expect(afterwards.body.documents).toHaveLength(2);
    expect([before.isDisposed, after.isDisposed]).toEqual([true, false]);
  });

  it('reports its failure, and the previous embedder continues to search', async () => {
    const embedder = new FakeEmbedder();
    const broken = new FakeEmbedder('fake/other');
    broken.failure = new Error('NaN everywhere');
    const loadEmbedder = (name: string): Promise<FakeEmbedder> =>
      Promise.resolve(name === embedder.modelName ? embedder : broken);
    client = await DemoClient.start({ models: fakeModels({ loadEmbedder }) });
    client.demo.start(names);
    await client.statesUntil(isReady);
    await client.request('POST', 'api/models', { role: 'embedder', name: 'fake/other' });
    const states = await client.statesUntil(({ collections }) => collections[0]!.message !== undefined);
    expect(states.at(-1)!.collections[0]).toMatchObject({
      ready: false,
      message: expect.stringContaining('NaN') as string,
    });
    expect((await client.search({ query: 'toys' })).body.models.embedder).toBe('fake/embedder');
  });
});

describe('a search', () => {
  it('is canceled when its client disconnects', async () => {
    const embedder = new FakeEmbedder();
    await startReady(embedder);
    const gate = (embedder.gates.queries = new Gate());
    const controller = new AbortController();
    const answer = client.search({ query: 'toys' }, { signal: controller.signal });
    await gate.reached;
    const aborted = abortOf(gate);
    controller.abort();
    await expect(answer).rejects.toThrow('abort');
    await aborted;
    expect(client.errors).toEqual([]);
  });

  it('is refused while sixteen others are running', async () => {
    const embedder = new FakeEmbedder();
    await startReady(embedder);
    const gate = (embedder.gates.queries = new Gate());
    const statuses = Array.from({ length: 17 }, async () => (await client.search({ query: 'toys' })).status);
    expect(await Promise.race(statuses)).toBe(429);
    gate.open();
    expect((await Promise.all(statuses)).filter((status) => status === 200)).toHaveLength(16);
  });

  it('is canceled when the server closes', async () => {
    const embedder = new FakeEmbedder();
    await startReady(embedder);
    const gate = (embedder.gates.queries = new Gate());
    const events = client.statesUntil(() => false);
    const answer = client.search({ query: 'toys' });
    await gate.reached;
    await client.server.close();
    expect(await answer).toMatchObject({ status: 499, body: { error: { code: 'CANCELED' } } });
    await events;
    await client.demo[Symbol.asyncDispose]();
    expect(embedder.isDisposed).toBe(true);
    await expect(client.request('GET', 'api/state')).rejects.toThrow('fetch failed');
  });
});
