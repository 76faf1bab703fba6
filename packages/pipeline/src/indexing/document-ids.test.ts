// Documents keep the ids of their source, including ids that the store does not support.
import { createHash } from 'node:crypto';

import type { PointId } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { lengthEmbedder } from '../__tests__/fake-embedder.ts';
import { FakeStore } from '../__tests__/fake-store.ts';
import { wordChunker } from '../__tests__/word-chunker.ts';
import { createSearchPipeline } from '../search-pipeline.ts';
import { documentNamespace, pointIdOf } from './point-ids.ts';

interface Note {
  readonly text: string;
}

const uuid = '0190f3e4-7c1b-7000-8000-00000000abcd';
const bigId = 2n ** 60n;

/** Ids that are equal or similar in different spellings, and arbitrary text. */
const id = fc.oneof(
  fc.constantFrom<PointId[]>(1, '1', 1n, bigId, String(bigId), 'integer:1', 'text:1', '', ' ', 'notes/bees.md#1'),
  fc.constantFrom(uuid, uuid.toUpperCase(), uuid.replaceAll('-', ''), `{${uuid}}`, `urn:uuid:${uuid}`, `${uuid} `),
  fc.constantFrom(`URN:UUID:${uuid}`, `urn:uuid:{${uuid}}`, `{${uuid.replaceAll('-', '')}}`, uuid.replace('-', '')),
  fc.string({ unit: 'grapheme' }),
);

/** Returns the identity of a document, computed independently of the tested code. */
function modelKey(given: PointId): string {
  if (typeof given !== 'string') return `integer ${given}`;
  const isUuid = [uuid, uuid.toUpperCase(), uuid.replaceAll('-', ''), `{${uuid}}`, `urn:uuid:${uuid}`].includes(given);
  return isUuid ? 'uuid' : `text ${given}`;
}

const document = fc.record({ id, text: fc.constantFrom('a', 'b c', 'd e f', 'g h i j k') });
const runs = fc.array(
  fc.record({
    documents: fc.uniqueArray(document, { selector: (one) => modelKey(one.id), maxLength: 6 }),
    batchSize: fc.integer({ min: 1, max: 4 }),
    removeVanished: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

test('any number of runs leaves the latest documents by id, found under the latest given id', async () => {
  await fc.assert(
    fc.asyncProperty(runs, fc.boolean(), async (all, isSplit) => {
      const store = new FakeStore<Note>();
      const chunker = isSplit ? { chunker: wordChunker } : {};
      const pipeline = createSearchPipeline<Note>({ store, embedder: lengthEmbedder(), ...chunker });
      const model = new Map<string, { id: PointId; text: string }>();
      for (const { documents, ...options } of all) {
        const before = new Map(model);
        if (options.removeVanished) model.clear();
        for (const one of documents) model.set(modelKey(one.id), one);
        // A document with unchanged text keeps the spelling of the id it was stored with.
        for (const [key, known] of before) {
          if (model.get(key)?.text === known.text) model.set(key, known);
        }
        const given = documents.map((one) => ({ id: one.id, payload: { text: one.text } }));
        await pipeline.index(given, options);
        expect(await pipeline.index(given, options)).toMatchObject({ indexed: 0, removed: 0 });
      }
      const { hits } = await pipeline.search('any', { candidates: 1000, topK: 1000 });
      const found = hits.map((hit) => [typeof hit.id, String(hit.id), hit.payload]);
      const wanted = Array.from(model.values(), (known) => [typeof known.id, String(known.id), { text: known.text }]);
      expect(found.toSorted(byText)).toEqual(wanted.toSorted(byText));
    }),
    { numRuns: 200 },
  );
});

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

describe('pointIdOf', () => {
  it('returns a number or UUID unchanged, in the given spelling', () => {
    for (const given of [0, 1, bigId, uuid, uuid.toUpperCase(), uuid.replaceAll('-', '')]) {
      expect(pointIdOf(given)).toBe(given);
    }
    for (const wrapped of [`urn:uuid:${uuid}`, `{${uuid.toUpperCase()}}`]) expect(pointIdOf(wrapped)).toBe(uuid);
  });

  it('returns a version 5 UUID for any other text', () => {
    // An independent implementation of RFC 9562, 5.5.
    const bytes = Buffer.concat([Buffer.from(documentNamespace.replaceAll('-', ''), 'hex'), Buffer.from('ä.md')]);
    const hex = createHash('sha1').update(bytes).digest('hex');
    const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
    const expected = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
    expect(pointIdOf('ä.md')).toBe(expected);
  });

  it('returns ids that never change and match other implementations of the RFC', () => {
    expect([documentNamespace, pointIdOf('notes/bees.md'), pointIdOf('')]).toEqual([
      'e02f32b9-4c83-4304-a769-219a13abd71c',
      '8cf49362-03f0-597f-8361-701781915afc',
      '13d051d2-e5f8-5d9e-ae1a-fdfcdd1e70ea',
    ]);
  });
});

describe('index', () => {
  it.each<[string, unknown]>([
    ['a lone surrogate', 'bee \uD83D'],
    ['undefined', undefined],
    ['null', null],
    ['an object', {}],
    ['a fraction', 1.5],
    ['a negative number', -1],
    ['a number that is not a safe integer', 2 ** 53],
    ['a bigint of more than 64 bits', 2n ** 64n],
  ])('refuses %s as an id, before anything is stored', async (_, wrong) => {
    const store = new FakeStore<Note>();
    const pipeline = createSearchPipeline<Note>({ store, embedder: lengthEmbedder() });
    const documents = [{ id: 1, payload: { text: 'a' } }, { id: wrong as PointId, payload: { text: 'b' } }]; // prettier-ignore
    await expect(pipeline.index(documents)).rejects.toMatchObject({ parameter: 'documents[1].id', value: wrong });
    expect(store.writes).toEqual([]);
    const options = { onFailure: 'skip', removeVanished: true } as const;
    expect(await pipeline.index(documents, options)).toMatchObject({
      indexed: 1,
      failures: [{ index: 1, stage: 'text' }],
    });
  });

  it('keeps a text id in a store that cannot be read back', async () => {
    const full = new FakeStore<Note>();
    const store = {
      upsert: full.upsert.bind(full),
      query: full.query.bind(full),
      delete: full.delete.bind(full),
    };
    const pipeline = createSearchPipeline<Note>({ store, embedder: lengthEmbedder() });
    await pipeline.index([
      { id: 'notes/bees.md', payload: { text: 'a' } },
      { id: 1, payload: { text: 'bb' } },
    ]);
    const { hits } = await pipeline.search('a');
    expect(hits.map((hit) => [hit.id, hit.payload])).toEqual([['notes/bees.md', { text: 'a' }], [1, { text: 'bb' }]]); // prettier-ignore
  });

  it('reads an index that was made before text ids were supported', async () => {
    const store = new FakeStore<Note>();
    const pipeline = createSearchPipeline<Note>({ store, embedder: lengthEmbedder(), chunker: wordChunker });
    const documents = [uuid, uuid.replaceAll('0', '1').toUpperCase(), 7, bigId].map((known) => ({ id: known, payload: { text: 'a b c' } })); // prettier-ignore
    await pipeline.index(documents);
    expect(Array.from(store.points.values(), (point) => String(point.id))).toEqual([
      '0190f3e4-7c1b-7000-8000-00000000abcd',
      '0e107e32-ae1b-8b86-b803-40e4cdda78dc',
      'ccb41b14-5271-807f-bb90-0abe7093762b',
      '1191F3E4-7C1B-7111-8111-11111111ABCD',
      'd8f21de4-0107-8978-9385-05fefde0af85',
      '8b2ff7b9-cb97-8cb9-be77-aa2da1464124',
      '7',
      'dcc9c110-6d03-8cf9-8ff9-db5e9337ed1c',
      '1af2418b-06b3-87d4-b050-5adea77d8a16',
      '1152921504606846976',
      'd92a0aa6-ced4-830a-842b-f09e61541dcd',
      '3c770e33-c1d5-8139-884e-ef3b1f1cf145',
    ]);
  });
});

describe('a document that a custom function retrieves by its own id', () => {
  it('is fused with the same stored document', async () => {
    const store = new FakeStore<Note>();
    const note = { id: 'notes/bees.md', payload: { text: 'a' } };
    const pipeline = createSearchPipeline<Note>({
      store,
      stages: [
        { retrieve: 'dense', embedder: lengthEmbedder() },
        { retrieve: 'own', with: async () => [{ ...note, score: 1 }] },
        { fuse: 'fuse' },
      ],
    });
    await pipeline.index([note]);
    const { hits } = await pipeline.search('a');
    expect(hits.map((hit) => [hit.id, Object.keys(hit.stages)])).toEqual([[note.id, ['dense', 'own', 'fuse']]]);
  });
});
