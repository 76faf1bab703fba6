import { describe, expect, it } from 'vitest';
import { createSearchStore, createVectorStore, QdrantClient, type SearchStoreOptions } from './index.ts';

const notes = { collection: 'notes', dimension: 8 };
const point = { id: 1, vector: { dense: new Float32Array(8).fill(1) }, payload: {} };
type Vectors = NonNullable<Parameters<QdrantClient['createCollection']>[1]['vectors']>;

/** Creates the collection with one store, and opens it with another. */
async function reopen(first: Partial<SearchStoreOptions>, second: Partial<SearchStoreOptions>, isEmpty = false) {
  await using client = new QdrantClient(':memory:');
  await createSearchStore(client, { ...notes, ...first }).upsert(isEmpty ? [] : [point]);
  await createSearchStore(client, { ...notes, ...second }).upsert([]);
}

const storages = ['float32', 'float16', 'int8', 'int4', 'bit'] as const;

describe('createSearchStore over an existing collection', () => {
  it.each(storages)('opens a collection whose tokens are stored as %s with the same options', async (tokens) => {
    await expect(reopen({ tokens }, { tokens })).resolves.toBeUndefined();
  });

  it('opens a collection without words and tokens with the same options', async () => {
    const denseOnly = { words: false, tokens: false } as const;
    await expect(reopen(denseOnly, denseOnly)).resolves.toBeUndefined();
  });

  it.each(
    storages.flatMap((kept) => storages.filter((tokens) => tokens !== kept).map((tokens) => [kept, tokens] as const)),
  )('rejects a collection with tokens stored as %s, not %s, and names the option that fits', async (kept, tokens) => {
    await expect(reopen({ tokens: kept }, { tokens })).rejects.toMatchObject({
      status: 409,
      message: `The store needs a vector "tokens" of 8 components with Dot, one for each token, stored on disk as ${tokens}, but the collection "notes" has one of 8 components with Dot, one for each token, stored on disk as ${kept}. Set tokens: '${kept}', or use another collection.`,
    });
  });

  it.each<[string, Partial<SearchStoreOptions>, Partial<SearchStoreOptions>, RegExp]>([
    [
      'words that it would not write',
      {},
      { words: false },
      /does not write a vector "words", .* Set words: true, or use/,
    ],
    [
      'tokens that it would not write',
      { tokens: 'bit' },
      { tokens: false },
      /does not write a vector "tokens", .* as bit\. .* Set tokens: 'bit', or use/,
    ],
    ['no words', { words: false }, {}, /"words" .* no such vector\. Set words: false, or use another collection\.$/],
    [
      'no tokens',
      { tokens: false },
      {},
      /"tokens" .* no such vector\. Set tokens: false, or use another collection\.$/,
    ],
    [
      'another dimension',
      {},
      { dimension: 9 },
      /Use another collection, or the model whose vectors are in this one\.$/,
    ],
  ])('rejects a collection with %s', async (_, first, second, message) => {
    await expect(reopen(first, second)).rejects.toMatchObject({ status: 409, message: expect.stringMatching(message) });
  });

  it.each<[Partial<SearchStoreOptions>, RegExp]>([
    [{ dimension: 9 }, /Use another collection, or delete this empty one\.$/],
    [{ tokens: 'bit' }, /Set tokens: 'int8', or use another collection, or delete this empty one\.$/],
  ])('advises to delete an empty collection when it is opened with %j', async (options, message) => {
    await expect(reopen({}, options, true)).rejects.toThrow(message);
  });

  it.each<[string, object]>([
    ['in memory', {}],
    ['by a product quantization', { on_disk: true, quantization_config: { product: { compression: 'x4' } } }],
    ['as bytes', { on_disk: true, datatype: 'uint8' }],
    ['with two bits per component', { on_disk: true, quantization_config: { binary: { encoding: 'two_bits' } } }],
  ])('rejects a collection whose tokens are stored %s with any `tokens`', async (_, params) => {
    await using client = new QdrantClient(':memory:');
    const multi = { size: 8, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, ...params };
    const vectors = { dense: { size: 8, distance: 'Cosine' }, tokens: multi } as Vectors;
    await client.createCollection('notes', { vectors });
    for (const tokens of storages) {
      const store = createSearchStore(client, { ...notes, words: false, tokens });
      await expect(store.upsert([])).rejects.toThrow(/stored in memory or in another form\. Use another collection/);
    }
  });
});

describe('createVectorStore over an existing collection', () => {
  it('compares the storage of a multivector only if it is set, and ignores other vectors', async () => {
    await using client = new QdrantClient(':memory:');
    await createSearchStore(client, notes).upsert([point]);
    const open = (storage?: 'int8' | 'bit') => {
      const tokens = { dimension: 8, distance: 'Dot', multi: true, ...(storage && { storage }) } as const;
      return createVectorStore(client, { collection: 'notes', vectors: { tokens } }).upsert([]);
    };
    await open();
    await open('int8');
    await expect(open('bit')).rejects.toThrow(/Set vectors\.tokens\.storage: 'int8', or use another collection\.$/);
  });
});

describe('a store that is created without types', () => {
  const client = new QdrantClient(':memory:');
  it.each<[string, object, RegExp]>([
    ['words', { words: 'yes' }, /^words must be a boolean, but is "yes"/],
    ['tokens', { tokens: true }, /^tokens must be one of 'float32', .*, or false, but is true/],
    ['tokens', { tokens: 'int2' }, /^tokens must be one of 'float32', .*, or false, but is "int2"/],
  ])('rejects %s of another kind: %j', (_, options, message) => {
    expect(() => createSearchStore(client, { ...notes, ...options })).toThrow(message);
  });

  it.each<[object, RegExp]>([
    [{ dimension: 8, multi: 'yes' }, /^vectors\.a\.multi must be a boolean/],
    [{ dimension: 8, multi: true, storage: 'int2' }, /^vectors\.a\.storage must be one of/],
    [{ sparse: true, idf: 1 }, /^vectors\.a\.idf must be a boolean/],
  ])('rejects a vector of %j', (settings, message) => {
    const vectors = { a: settings } as never;
    expect(() => createVectorStore(client, { collection: 'notes', vectors })).toThrow(message);
  });

  it.each<[unknown, RegExp]>([
    [undefined, /^client must be a QdrantClient, but is undefined/],
    [null, /^client must be a QdrantClient, but is null/],
    [{ collectionExists() {} }, /^client must be a QdrantClient, with the method createCollection, but is an object/],
  ])('rejects the client %j', (wrong, message) => {
    expect(() => createSearchStore(wrong as QdrantClient, notes)).toThrow(message);
    expect(() => createVectorStore(wrong as QdrantClient, notes)).toThrow(message);
  });
});
