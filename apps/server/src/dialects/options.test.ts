import { describe, expect, it, test } from 'vitest';

import { type Call, callFake } from '../__tests__/call-app.ts';
import { FakeEmbedding, fakeReranker } from '../__tests__/fake-models.ts';
import { fieldsOf } from '../description/body-fields.ts';
import { describeRoutes } from '../description/describe-routes.ts';
import { dialects } from './dialects.ts';

/** The effect of one option. With `refuse`, the response is 4xx and names the option. */
interface Row {
  readonly option: string;
  readonly value: unknown;
  readonly does: 'change' | 'nothing' | 'refuse';
  /** Additional fields of the body that the effect needs. */
  readonly among?: object;
}

const change = (option: string, value: unknown, among: object = {}): Row => ({ option, value, does: 'change', among });
const nothing = (option: string, value: unknown): Row => ({ option, value, does: 'nothing' });
const refuse = (option: string, value: unknown): Row => ({ option, value, does: 'refuse' });

const query = 'q';
const documents = ['abc', 'a b c d e f', 'abcd'];

/** Each option of each route, with a value other than its default. Options outside the schemas belong to other services and versions. */
const rowsOfRoutes: Readonly<Record<string, { readonly base: object; readonly rows: readonly Row[] }>> = {
  '/v1/embeddings': {
    base: { model: 'fake-embedding', input: 'abc' },
    rows: [
      change('input', 'abcd'),
      refuse('input', [1, 2]),
      change('model', 'other'),
      change('encoding_format', 'base64'),
      change('dimensions', 1),
      refuse('dimensions', 3),
      nothing('user', 'someone'),
      // Jina's embeddings have the same path.
      ...['task', 'late_chunking', 'truncate', 'embedding_type', 'normalized'].map((option) => refuse(option, true)),
      refuse('prompt_name', 'query'),
    ],
  },
  '/v2/rerank': {
    base: { model: 'fake-reranker', query, documents },
    rows: [
      change('model', 'other'),
      change('query', 'refused'),
      change('documents', ['a']),
      change('top_n', 1),
      refuse('max_tokens_per_doc', 4),
      nothing('max_tokens_per_doc', 4096),
      nothing('priority', 3),
      refuse('return_documents', true),
      refuse('rank_fields', ['title']),
      refuse('max_chunks_per_doc', 1),
    ],
  },
  '/v1/rerank': {
    base: { model: 'fake-reranker', query, documents },
    rows: [
      change('model', 'other'),
      change('query', 'refused'),
      change('documents', ['a']),
      refuse('documents', [{ text: 'a', image: 'b' }]),
      nothing(
        'documents',
        documents.map((text) => ({ text, image: null })),
      ),
      change('top_n', 1),
      change('return_documents', false),
      refuse('return_embeddings', true),
      nothing('return_embeddings', false),
      ...['truncation', 'max_doc_length', 'max_chunks_per_doc', 'rank_fields'].map((option) => refuse(option, 1)),
    ],
  },
  '/embed': {
    base: { inputs: 'abc' },
    rows: [
      change('inputs', 'abcd'),
      refuse('inputs', [[1, 2]]),
      change('normalize', false),
      change('truncate', true, { inputs: 'a b c d e f' }),
      nothing('truncation_direction', 'right'),
      refuse('truncation_direction', 'Left'),
      refuse('prompt_name', 'query'),
      change('dimensions', 1),
      refuse('dimensions', 3),
    ],
  },
  '/rerank': {
    base: { query, texts: ['abc', 'abcdef'] },
    rows: [
      change('query', 'refused'),
      change('texts', ['a']),
      change('raw_scores', true),
      change('return_text', true),
      change('truncate', true, { texts: ['a b c d e f'] }),
      nothing('truncation_direction', 'Right'),
      refuse('truncation_direction', 'left'),
    ],
  },
};

/** The rows of all routes. Some routes have a second path. */
const table: typeof rowsOfRoutes = {
  ...rowsOfRoutes,
  '/embeddings': rowsOfRoutes['/v1/embeddings']!,
  '/': rowsOfRoutes['/embed']!,
};

const embedding = Object.assign(new FakeEmbedding(), { matryoshka: { minDimension: 1 } });
const call: Call = callFake({ models: { embedding, reranker: fakeReranker } });
const posts = describeRoutes(dialects, { embedding, reranker: fakeReranker }).flatMap(({ path, request }) =>
  request === undefined ? [] : [{ path, fields: fieldsOf(request).map(([name]) => name) }],
);
const rows = Object.entries(table).flatMap(([path, { base, rows: ofRoute }]) =>
  ofRoute.map((row) => ({ path, ...row, base: { ...base, ...row.among }, shown: JSON.stringify(row.value) })),
);

/** Returns a response without its random identifier. */
async function answerOf(path: string, body: object): Promise<{ status: number; body: object }> {
  const { status, body: answer } = await call(path, body);
  return { status, body: { ...(answer as object), id: undefined } };
}

test.each(posts)('every option of $path has a row', ({ path, fields }) => {
  const known = new Set(table[path]?.rows.map(({ option }) => option));
  expect(fields.filter((field) => !known.has(field))).toEqual([]);
});

describe('an option', () => {
  it.each(rows.filter(({ does }) => does === 'change'))(
    'the option $option: $shown of $path changes the response',
    async (row) => {
      const { path, base, option, value } = row;
      expect(await answerOf(path, { ...base, [option]: value })).not.toEqual(await answerOf(path, base));
    },
  );

  it.each(rows.filter(({ does }) => does === 'refuse'))(
    'the option $option: $shown of $path is refused, and the error names it',
    async (row) => {
      const { path, base, option, value } = row;
      const { status, body } = await answerOf(path, { ...base, [option]: value });
      expect([400, 422]).toContain(status);
      expect(JSON.stringify(body)).toContain(option);
    },
  );

  it.each(rows.filter(({ does }) => does === 'nothing'))('$option: $shown has no effect in $path', async (row) => {
    const { path, base, option, value } = row;
    const plain = await answerOf(path, base);
    expect(plain.status).toBe(200);
    expect(await answerOf(path, { ...base, [option]: value })).toEqual(plain);
  });

  it.each(rows.filter(({ base, option }) => !Object.hasOwn(base, option)))(
    'the option $option of $path counts as absent when it is null',
    async ({ path, base, option }) => {
      expect(await answerOf(path, { ...base, [option]: null })).toEqual(await answerOf(path, base));
    },
  );
});
