import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { parseExactJson, stringifyExactJson } from '../wire/exact-json.ts';
import { QdrantLocal } from './qdrant-local.ts';

const settings = {
  vectors: {
    dense: { size: 3, distance: 'Cosine' },
    half: { size: 2, distance: 'Euclid', datatype: 'float16' },
    rows: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
  },
  sparse_vectors: { terms: { modifier: 'idf' } },
  metadata: { by: 'me' },
  on_disk_payload: true,
  hnsw_config: { m: 32 },
} as const;

async function linesOf(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

async function dump(database: QdrantLocal, name: string): Promise<unknown> {
  const { created_at: _createdAt, ...collection } = await database.getCollection(name);
  const contents = [collection, await database.scroll(name, { limit: 10_000, with_vector: true })];
  // Compared as JSON, which has no -0.
  return atOnce(parseExactJson(stringifyExactJson(contents), 'page'));
}

async function openFilled(count: number): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('plain', { vectors: { size: 2, distance: 'Cosine' } });
  const points = Array.from({ length: count }, (_, id) => ({ id, vector: [id, 1], payload: { text: `point ${id}` } }));
  await database.upsert('plain', { points });
  return database;
}

const header = '{"format":"@x/qdrant-local collection","version":1,"settings":{"vectors":{"size":1,"distance":"Dot"}}}';
const pointLine = (id: number): string => JSON.stringify({ id, vector: [id] });

// Includes characters that some readers treat as line ends or as a byte order mark.
const unit = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom('\u2028', '\u2029', '\uFEFF', '\u0085', '\n', '\r', '\v'),
);
const text = fc.string({ unit, maxLength: 8 });

describe('a collection that is exported and imported', () => {
  test('is equal, with vectors of all kinds, ids of all sizes and any payload', async () => {
    const float = fc.float({ noNaN: true, min: -1000, max: 1000 });
    const values = (size: number) => fc.array(float, { minLength: size, maxLength: size });
    const entries = fc.uniqueArray(fc.tuple(fc.nat(), float), { selector: ([index]) => index });
    const vector = fc.record(
      {
        dense: values(3),
        half: values(2),
        rows: fc.array(values(2), { minLength: 1, maxLength: 3 }),
        terms: entries.map((list) => ({ indices: list.map(([i]) => i), values: list.map(([, value]) => value) })),
      },
      { requiredKeys: [] },
    );
    const id = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.uuid());
    const payload = fc.dictionary(text, fc.jsonValue());
    const points = fc.array(fc.record({ id, vector, payload }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(points, async (written) => {
        await using database = new QdrantLocal();
        await database.createCollection('c', settings);
        await database.createPayloadIndex('c', { field_name: 'a[].b', field_schema: 'integer' });
        await database.createPayloadIndex('c', {
          field_name: 'text',
          field_schema: { type: 'text', tokenizer: 'word', lowercase: true },
        });
        if (written.length > 0) await database.upsert('c', { points: written });
        const lines = await linesOf(database.exportCollection('c'));
        expect(lines.every((line) => !line.includes('\n'))).toBe(true);
        const { points_count: count } = await database.getCollection('c');
        expect(await database.importCollection('copy', lines)).toEqual({ points: count });
        expect(await dump(database, 'copy')).toEqual(await dump(database, 'c'));
      }),
      { numRuns: 50 },
    );
  });

  test('can be larger than a batch, have line ends and empty lines, and be imported to another database', async () => {
    await using database = await openFilled(1000);
    const lines = await linesOf(database.exportCollection('plain'));
    expect(lines).toHaveLength(1001);
    await using other = new QdrantLocal();
    expect(await other.importCollection('plain', ['', ...lines.map((line) => `${line}\r\n`), ' '])).toEqual({
      points: 1000,
    });
    expect(await dump(other, 'plain')).toEqual(await dump(database, 'plain'));
  });

  test('is equal after a reader splits lines at all Unicode line ends in a file with a byte order mark', async () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 2 }, text, fc.integer(), fc.array(tie('value')), fc.dictionary(text, tie('value'))),
    })).value;
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.dictionary(text, json), { minLength: 1, maxLength: 4 }),
        async (by, payloads) => {
          await using database = new QdrantLocal();
          await database.createCollection('c', { ...settings, metadata: { by, [by]: 1 } });
          await database.upsert('c', { points: payloads.map((payload, id) => ({ id, vector: {}, payload })) });
          const lines = await linesOf(database.exportCollection('c'));
          const file = `\uFEFF${lines.map((line) => `${line}\n`).join('')}`;
          await database.importCollection('copy', file.split(/\r\n|[\n\r\v\f\u2028\u2029]/));
          expect(await dump(database, 'copy')).toEqual(await dump(database, 'c'));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('keeps points that lost their only vector', async () => {
    await using database = await openFilled(2);
    await database.deleteVectors('plain', { points: [1], vector: [''] });
    await database.importCollection('copy', database.exportCollection('plain'));
    expect(await dump(database, 'copy')).toEqual(await dump(database, 'plain'));
  });

  test('can change during the export: every unchanged point is exported once', async () => {
    await using database = await openFilled(1000);
    const lines: string[] = [];
    for await (const line of database.exportCollection('plain')) {
      lines.push(line);
      if (lines.length !== 10) continue;
      await database.delete('plain', { points: [500] });
      await database.upsert('plain', { points: [{ id: 2000, vector: [1, 1] }] });
    }
    const ids = lines.slice(1).map((line) => (JSON.parse(line) as { id: number }).id);
    expect(ids).toEqual([...Array(500).keys(), ...Array.from({ length: 499 }, (_, index) => 501 + index), 2000]);
  });
});

describe('an import', () => {
  test('rejects chunks of bytes, and leaves nothing', async () => {
    await using database = new QdrantLocal();
    const lines = [header, Buffer.from(pointLine(1))] as string[];
    await expect(database.importCollection('c', lines)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      parameter: 'lines[1]',
    });
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test('writes batches while it reads', async () => {
    await using database = new QdrantLocal();
    const counts: number[] = [];
    async function* lines(): AsyncGenerator<string> {
      yield header;
      for (let id = 0; id < 1000; id++) {
        if (id % 300 === 299) counts.push((await database.count('c')).count);
        yield pointLine(id);
      }
    }
    expect(await database.importCollection('c', lines())).toEqual({ points: 1000 });
    expect(counts).toEqual([256, 512, 768]);
  });

  test.each<[number, RegExp, string[]]>([
    [400, /the import has no lines/, []],
    [400, /the first line must describe the collection/, [pointLine(1)]],
    [400, /lines have version 2, but this release reads version 1/, [header.replace('"version":1', '"version":2')]],
    [400, /distance/, [header.replace('Dot', 'dot')]],
    [400, /must be an object/, ['{"format":"@x/qdrant-local collection","version":1}']],
    [400, /payload_indexes must be an object/, [header.replace('"settings"', '"payload_indexes":[],"settings"')]],
    [400, /./, [header.replace('"settings"', '"payload_indexes":{"a":"int"},"settings"')]],
    [400, /line 3 is not valid JSON/, [header, pointLine(1), '{"id":']],
    [400, /Lines 3 to 4: .*expected dim: 1, got 2/, [header, '', pointLine(1), '{"id":2,"vector":[1,2]}']],
    [
      422,
      /Lines 258 to 258: .*not a valid point ID/,
      [header, ...Array(256).fill(pointLine(1)), '{"id":"x","vector":[1]}'],
    ],
  ])('that fails with %d %s leaves nothing', async (status, message, lines) => {
    await using database = new QdrantLocal();
    await expect(database.importCollection('c', lines)).rejects.toMatchObject({
      code: 'VECTOR_STORE',
      status,
      message: expect.stringMatching(message),
    });
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test('does not change an existing collection', async () => {
    await using database = await openFilled(3);
    const before = await dump(database, 'plain');
    const lines = await linesOf(database.exportCollection('plain'));
    await expect(database.importCollection('plain', lines)).rejects.toMatchObject({ status: 409 });
    expect(await dump(database, 'plain')).toEqual(before);
  });

  test('rejects with the reason of its signal while its source is silent, and leaves nothing', async () => {
    await using database = new QdrantLocal();
    const controller = new AbortController();
    async function* silent(): AsyncGenerator<string> {
      yield header;
      controller.abort('stop');
      await new Promise(() => {});
    }
    await expect(database.importCollection('c', silent(), { signal: controller.signal })).rejects.toBe('stop');
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test('rejects with the reason of its signal when it is aborted during a short import', async () => {
    await using database = new QdrantLocal();
    const controller = new AbortController();
    function* aborting(): Generator<string> {
      yield header;
      yield pointLine(1);
      controller.abort('stop');
      yield pointLine(2);
    }
    await expect(database.importCollection('c', aborting(), { signal: controller.signal })).rejects.toBe('stop');
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test('rejects with the reason of its signal, or of its source, and leaves nothing', async () => {
    await using database = new QdrantLocal();
    const reason = new Error('enough');
    const controller = new AbortController();
    function* stopping(): Generator<string> {
      yield header;
      for (let id = 0; ; id++) {
        if (id === 300) controller.abort(reason);
        yield pointLine(id);
      }
    }
    const { signal } = controller;
    await expect(database.importCollection('c', stopping(), { signal })).rejects.toBe(reason);
    await expect(database.importCollection('c', [header], { signal })).rejects.toBe(reason);
    async function* breaking(): AsyncGenerator<string> {
      yield header;
      throw reason;
    }
    await expect(database.importCollection('c', breaking())).rejects.toBe(reason);
    expect(await database.getCollections()).toEqual({ collections: [] });
  });

  test.each([header, undefined, 7, {}])('rejects %j as lines', async (lines) => {
    await using database = new QdrantLocal();
    await expect(database.importCollection('c', lines as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

test('exporting a missing collection fails at the first line', async () => {
  await using database = new QdrantLocal();
  await expect(linesOf(database.exportCollection('c'))).rejects.toMatchObject({ status: 404 });
});
