// Tests that common mistakes are refused immediately, with the name of the wrong part.
import { FakeTokenEmbedder } from './__tests__/fake-token-embedder.ts';
import { lengthEmbedder } from './__tests__/fake-embedder.ts';
import { FakeStore } from './__tests__/fake-store.ts';
import { describe, expect, it } from 'vitest';

import { createSearchPipeline } from './search-pipeline.ts';

const embedder = lengthEmbedder();
const store = new FakeStore<{ text: string }>();
const reranker = { modelName: 'r', rerank: async () => [] };
const words = { modelName: 'w', passageEmbed: async () => [], queryEmbed: async () => [] };
const hybrid = { ...words, dimension: 1, dense: {}, sparse: {}, multiVector: {} };
const client = { upsert() {}, query() {}, delete() {}, createCollection() {} };
class Loaded {
  readonly isLoaded = true;
  static async load(): Promise<void> {}
}
const pipeline = createSearchPipeline({ embedder, store });

const make = (parts: object): unknown => createSearchPipeline({ embedder, store, ...parts } as never);

describe('createSearchPipeline', () => {
  it.each(['embedder', 'reranker', 'store', 'chunker'])(
    'refuses a promise of a part, and advises to await it: %s',
    (name) => {
      const value = Promise.resolve({});
      expect(() => make({ [name]: value })).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', parameter: name, value }),
      );
      expect(() => make({ [name]: value })).toThrow('but is a promise: await it first.');
    },
  );

  it.each<[string, string, unknown, RegExp]>([
    ['a reranker', 'embedder', reranker, /must be a loaded embedder/],
    ['an embedder of words', 'embedder', words, /must be an embedder of dense vectors/],
    [
      'a hybrid model',
      'embedder',
      hybrid,
      /one of the parts `dense`.*\. The hybrid embedder itself returns three kinds of vectors\.$/,
    ],
    ['a class', 'embedder', Loaded, /is the class Loaded: call `await Loaded.load\(...\)` first/],
    ['a name', 'embedder', 'all-MiniLM-L6-v2', /must be a loaded embedder/],
    ['undefined', 'embedder', undefined, /must be a loaded embedder/],
    ['an embedder', 'reranker', embedder, /must be a loaded reranker/],
    ['an embedder', 'store', embedder, /must be a store/],
    ['a client', 'store', client, /createSearchStore\(client/],
    ['an embedder', 'chunker', embedder, /must be a chunker/],
    ['a chunker without a name', 'chunker', { split() {} }, /must be a chunker/],
    ['an embedder of dense vectors', 'words', new FakeTokenEmbedder(), /must be an embedder of words/],
  ])('refuses %s as %s', (_, parameter, value, message) => {
    const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT', parameter });
    expect(() => make({ [parameter]: value })).toThrow(refused);
    expect(() => make({ [parameter]: value })).toThrow(message);
  });

  it.each([
    ['embedder', { retrieve: 'a', embedder: reranker }],
    ['embedder', { retrieve: 'a', embedder: Promise.resolve(embedder) }],
    ['reranker', { rerank: 'b', reranker: embedder }],
  ])('refuses a wrong %s of a stage', (name, stage) => {
    const first = { retrieve: 'first', embedder };
    const stages = 'retrieve' in stage ? [stage] : [first, stage];
    const parameter = `stages[${stages.length - 1}].${name}`;
    expect(() => createSearchPipeline({ store, stages } as never)).toThrow(expect.objectContaining({ parameter }));
  });

  it.each(['embedder', 'words', 'reranker', 'rerankTop', 'rerankWeight', 'rerankTimeoutMs'])(
    'refuses %s together with stages',
    (name) => {
      const values: Record<string, unknown> = {
        embedder,
        words,
        reranker,
        rerankTop: 5,
        rerankWeight: 1,
        rerankTimeoutMs: 5,
      };
      const options = { store, stages: [{ retrieve: 'a', embedder }], [name]: values[name] };
      expect(() => createSearchPipeline(options as never)).toThrow(expect.objectContaining({ parameter: name }));
    },
  );
});

describe('index', () => {
  it.each<[string, unknown, string]>([
    ['a string', 'abc', 'documents'],
    ['one document', { id: 1, payload: { text: 'a' } }, 'documents'],
    ['a promise', Promise.resolve([]), 'documents'],
    ['undefined', undefined, 'documents'],
    ['strings', ['a'], 'documents[0]'],
    ['a document without payload', [{ id: 1, text: 'a' }], 'documents[0].payload'],
    ['a document without text', [{ id: 1, payload: {} }], 'documents[0] text'],
  ])('refuses %s', async (_, documents, parameter) => {
    await expect(pipeline.index(documents as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
    expect(store.writes).toEqual([]);
  });
});

describe('search', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['null as a query', () => pipeline.search(null as never), 'query'],
    ['null as options', () => pipeline.search('x', null as never), 'options'],
    ['a string as queries', () => pipeline.searchMany('abc' as never), 'queries'],
    ['null as options of searchMany', () => pipeline.searchMany(['x'], null as never), 'options'],
  ])('refuses %s', async (_, call, parameter) => {
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
  });
});
