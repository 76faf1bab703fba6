import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceOf } from '@x/qdrant-types';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import { createTokenizer } from '../payload-indexes/tokenize.ts';
import type { Filter } from '../requests/types/filter-types.ts';
import { stemmerLanguages, type TextSettings } from '../requests/types/index-settings.ts';
import type { QueryRequest, TextQuery } from '../requests/types/query-types.ts';

type Payload = Record<string, unknown>;

async function openWith(payloads: readonly Payload[], settings: Partial<TextSettings> = {}): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await fill(database, payloads, settings);
  return database;
}

async function fill(
  database: QdrantLocal,
  payloads: readonly Payload[],
  settings: Partial<TextSettings> = {},
): Promise<void> {
  await database.createCollection('c', { vectors: {} });
  await database.createPayloadIndex('c', {
    field_name: 'text',
    field_schema: { type: 'text', scoring: true, ...settings },
  });
  const points = payloads.map((payload, id) => ({ id, vector: {}, payload }));
  if (points.length > 0) await database.upsert('c', { points });
}

async function idsOf(database: QdrantLocal, request: QueryRequest): Promise<unknown[]> {
  return (await database.query('c', { using: 'text', ...request })).points.map(({ id }) => id);
}

interface Ranking {
  readonly payloads: readonly Payload[];
  readonly cases: readonly { readonly request: QueryRequest; readonly points: readonly unknown[] }[];
}

test('ranks like Python in local mode', async () => {
  const file = new URL('../__fixtures__/text-queries.json', import.meta.url);
  const rankings = JSON.parse(readFileSync(file, 'utf8')) as readonly Ranking[];
  expect(rankings.flatMap(({ cases }) => cases)).toHaveLength(160);
  for (const { payloads, cases } of rankings) {
    await using database = await openWith(payloads);
    for (const { request, points } of cases) {
      const found = (await database.query('c', request)).points.map(({ id, score }) => ({ id, score }));
      const options = { limit: request.limit!, isCutInFront: (request.offset ?? 0) > 0 };
      expect([request, differenceOf(found, points, options)]).toEqual([request, undefined]);
    }
  }
});

/** Computes BM25 by its definition, in float64, for documents given as their tokens. */
function naiveScores(
  documents: ReadonlyMap<number, readonly string[]>,
  corpus: readonly number[],
  words: readonly string[],
  { k, b }: { readonly k: number; readonly b: number },
): Map<number, number> {
  const known = corpus.map((id) => documents.get(id)!).filter((document) => document.length > 0);
  const average = known.reduce((total, document) => total + document.length, 0) / known.length;
  const scores = new Map<number, number>();
  for (const word of new Set(words)) {
    const frequency = known.filter((document) => document.includes(word)).length;
    const idf = Math.log((known.length - frequency + 0.5) / (frequency + 0.5) + 1);
    for (const [id, document] of documents) {
      const count = document.filter((token) => token === word).length;
      const norm = known.length === 0 ? k : k * (1 - b + (b * document.length) / average);
      if (count > 0) scores.set(id, (scores.get(id) ?? 0) + (idf * count * (k + 1)) / (count + norm));
    }
  }
  return scores;
}

const vocabulary = [
  'run',
  'Running',
  'runs',
  'the',
  'The',
  'Ação',
  'acao',
  'getUserName',
  'user_name',
  'кот',
  '日本語',
  '-',
];
const texts = fc.array(fc.constantFrom(...vocabulary), { maxLength: 8 }).map((words) => words.join(' '));
const texted = fc.oneof(
  { weight: 6, arbitrary: texts },
  { weight: 2, arbitrary: fc.array(fc.oneof(texts, fc.constant(7)), { maxLength: 3 }) },
  fc.constant(null),
);
const payload: fc.Arbitrary<Payload> = fc.record({ text: texted, group: fc.nat(2) });
const settings: fc.Arbitrary<Partial<TextSettings>> = fc.record(
  {
    tokenizer: fc.constantFrom('word', 'whitespace', 'prefix', 'multilingual', 'code'),
    lowercase: fc.boolean(),
    ascii_folding: fc.boolean(),
    stopwords: fc.constantFrom('english' as const, { custom: ['run'] }),
    stemmer: fc.constantFrom(...stemmerLanguages).map((language) => ({ type: 'snowball' as const, language })),
    min_token_len: fc.constantFrom(1, 2),
    max_token_len: fc.constantFrom(3, 8),
    phrase_matching: fc.boolean(),
  },
  { requiredKeys: [] },
);
const bm25 = fc.record({ k: fc.constantFrom(0, 0.5, 1.2, 5), b: fc.constantFrom(0, 0.3, 0.75, 1) });
/** A change gives a point a new payload, or deletes it if there is no payload. */
const change = fc.record({ id: fc.nat(9), payload: fc.option(payload, { nil: undefined, freq: 4 }) });

const scenario = fc.record({
  settings,
  before: fc.array(payload, { maxLength: 10 }),
  changes: fc.array(change, { maxLength: 6 }),
  query: texts,
  bm25,
  group: fc.option(fc.nat(2), { nil: undefined }),
  corpusGroup: fc.option(fc.nat(2), { nil: undefined }),
});

const byNumber = (a: number, b: number): number => a - b;
const inGroup = (group: number): Filter => ({ must: [{ key: 'group', match: { value: group } }] });

test('with any settings, after any writes, scores match the definition', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      await using database = await openWith(given.before, given.settings);
      const payloads = new Map(given.before.entries());
      for (const { id, payload: changed } of given.changes) {
        if (changed === undefined) {
          await database.delete('c', { points: [id] });
          payloads.delete(id);
        } else {
          await database.upsert('c', { points: [{ id, vector: {}, payload: changed }] });
          payloads.set(id, changed);
        }
      }
      const tokenizer = createTokenizer({ type: 'text', ...given.settings });
      const namesIn = (string: string): Iterable<readonly string[]> => tokenizer.names?.(string) ?? [];
      const documents = new Map(
        Array.from(payloads, ([id, { text }]) => {
          const strings = [text].flat().filter((value) => typeof value === 'string');
          return [id, strings.flatMap((string) => [...tokenizer.tokens(string), ...namesIn(string)].flat())];
        }),
      );
      const membersOf = (group: number | undefined): number[] =>
        [...payloads.keys()].filter((id) => group === undefined || payloads.get(id)!['group'] === group);
      const scores = naiveScores(
        documents,
        membersOf(given.corpusGroup),
        [...tokenizer.queryTokens(given.query), ...namesIn(given.query)].flat(),
        given.bm25,
      );
      const wanted = membersOf(given.group).filter((id) => scores.has(id));
      const { points } = await database.query('c', {
        query: { text: { query: given.query, scoring: { bm25: given.bm25 } } },
        using: 'text',
        limit: 100,
        ...(given.group === undefined ? {} : { filter: inGroup(given.group) }),
        ...(given.corpusGroup === undefined ? {} : { params: { idf: { corpus: inGroup(given.corpusGroup) } } }),
      });
      expect(points.map(({ id }) => id as number).toSorted(byNumber)).toEqual(wanted.toSorted(byNumber));
      for (const [index, { id, score }] of points.entries()) {
        expect(Math.abs(score / scores.get(id as number)! - 1)).toBeLessThan(2e-6);
        expect(score).toBeLessThanOrEqual(points[index - 1]?.score ?? Infinity);
      }
    }),
  );
});

const animals = ['the fox', 'the dog and the fox', 'a dog', 'fox fox fox', 'a bird'].map((text, id) => ({
  text,
  kind: ['x', 'y', 'y', 'x', 'y'][id],
}));
const fox: TextQuery = { text: 'fox' };

test('a text query works in prefetches, fusions, groups, batches and pages', async () => {
  await using database = await openWith(animals);
  const ranked = [3, 0, 1];
  expect(await idsOf(database, { query: fox })).toEqual(ranked);
  expect(await idsOf(database, { query: fox, offset: 1, limit: 1 })).toEqual([0]);
  const scores = (await database.query('c', { query: fox, using: 'text' })).points.map(({ score }) => score);
  expect(await idsOf(database, { query: fox, score_threshold: scores[1]! })).toEqual([3]);
  expect(await idsOf(database, { query: fox, filter: { must: { key: 'kind', match: { value: 'y' } } } })).toEqual([1]);
  expect(await idsOf(database, { query: fox, filter: { must: { has_id: [0, 1, 2] } } })).toEqual([0, 1]);
  const prefetch = ['fox', 'dog'].map((text) => ({ query: { text }, using: 'text' }));
  const fused = await database.query('c', { prefetch, query: { fusion: 'rrf' } });
  expect(fused.points.map(({ id }) => id)).toEqual([1, 2, 3, 0]);
  const formula = await database.query('c', { prefetch: prefetch[0]!, query: { formula: { mult: ['$score', 2] } } });
  expect(formula.points.map(({ id }) => id)).toEqual(ranked);
  const batch = await database.queryBatch('c', { searches: prefetch });
  expect(batch.map(({ points }) => points.map(({ id }) => id))).toEqual([ranked, [2, 1]]);
  const { groups } = await database.queryGroups('c', { query: fox, using: 'text', group_by: 'kind', group_size: 1 });
  expect(groups.map(({ id, hits }) => [id, hits.map((hit) => hit.id)])).toEqual([
    ['x', [3]],
    ['y', [1]],
  ]);
});

test.each<[number, string | RegExp, QueryRequest]>([
  [400, 'Bad request: A text query needs `using` to name the payload field to search', { query: fox, using: null }],
  [400, /Invalid json path: 'a\.\.b' in using/, { query: fox, using: 'a..b' }],
  [
    400,
    'Wrong input: Validation failed: BM25 requires a text index on field other, which has none',
    { query: fox, using: 'other' },
  ],
  [400, /on field kind, which is indexed as keyword/, { query: fox, using: 'kind' }],
  [400, /The text index on `silent` does not score: set `scoring` on it to query it/, { query: fox, using: 'silent' }],
  [400, /does not score/, { prefetch: { query: fox, using: 'silent' }, query: { fusion: 'rrf' }, using: null }],
  [400, /BM25 cannot rescore prefetches/, { prefetch: { query: fox, using: 'text' }, query: fox }],
  [400, /query\.text\.query must be a string/, { query: { text: {} } as never }],
  [400, /unknown field `words` in query\.text/, { query: { text: { query: 'a', words: 1 } } as never }],
  [400, /query\.text\.scoring\.bm25 must be an object/, { query: { text: { query: 'a', scoring: {} } } as never }],
  [
    400,
    /unknown field `tf` in query\.text\.scoring/,
    { query: { text: { query: 'a', scoring: { tf: {} } } } as never },
  ],
  [
    400,
    /query\.text\.scoring\.bm25\.k must be a number/,
    { query: { text: { query: 'a', scoring: { bm25: { k: '1' } } } } as never },
  ],
  [
    422,
    /query\.text\.scoring\.bm25\.k: value -1 invalid/,
    { query: { text: { query: 'a', scoring: { bm25: { k: -1 } } } } },
  ],
  [
    422,
    /query\.text\.scoring\.bm25\.b: value 1\.5 invalid/,
    { query: { text: { query: 'a', scoring: { bm25: { b: 1.5 } } } } },
  ],
  [501, /Embedding of texts/, { query: { text: 'a', model: 'm' } as never }],
])('refuses with status %d and %s: %j', async (status, message, request) => {
  await using database = await openWith(animals);
  await database.createPayloadIndex('c', { field_name: 'kind', field_schema: 'keyword' });
  await database.createPayloadIndex('c', { field_name: 'silent', field_schema: 'text' });
  const asked = database.query('c', { using: 'text', ...request });
  await expect(asked).rejects.toMatchObject({ status, message: expect.stringMatching(message) as string });
});

test.each([{ text: '' }, { text: ' - ' }, { text: 'unknown' }])('%j finds nothing', async (query) => {
  await using database = await openWith(animals);
  expect(await idsOf(database, { query })).toEqual([]);
});

test('ranks the same in a reopened database', async () => {
  const path = await mkdtemp(join(tmpdir(), 'qdrant-local-texts-'));
  onTestFinished(() => rm(path, { recursive: true }));
  const request = { query: fox, using: 'text' };
  const before = new QdrantLocal({ path });
  await fill(before, animals);
  const expected = await before.query('c', request);
  expect(expected.points).toHaveLength(3);
  await before.close();
  await using after = new QdrantLocal({ path });
  expect(await after.query('c', request)).toEqual(expected);
});

test('a new index contains the existing points', async () => {
  await using database = await openWith(animals);
  const before = await database.query('c', { query: fox, using: 'text' });
  await database.deletePayloadIndex('c', 'text');
  await database.createPayloadIndex('c', {
    field_name: '"text"',
    field_schema: { type: 'text', scoring: { type: 'bm25' } },
  });
  expect(await database.query('c', { query: fox, using: '"text"' })).toEqual(before);
});
