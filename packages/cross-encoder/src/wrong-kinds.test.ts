import type { OptionKind } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
// Imported by package name, because the session's worker starts only from built files.
import {
  type CustomRerankerModel,
  type RerankCallOptions,
  type ScoreOptions,
  TextCrossEncoder,
  type TextCrossEncoderOptions,
} from '@x/cross-encoder';
import { afterAll, expect, test } from 'vitest';

type Kinds<Options> = Record<keyof Options, OptionKind>;

const loading: Kinds<TextCrossEncoderOptions> = {
  source: 'text',
  modelPath: 'text',
  offline: 'boolean',
  cacheDir: 'text',
  revision: 'text',
  endpoint: 'text',
  token: 'secret',
  fetch: 'function',
  maxAttempts: 'number',
  maxRetryWaitMs: 'number',
  stallTimeoutMs: 'number',
  clock: 'object',
  searchFrom: 'list',
  signal: 'signal',
  onProgress: 'function',
  padToLength: 'number',
  scalarInputs: 'object',
  executionProviders: 'list',
  threads: 'number',
  runtime: 'text',
  isolation: 'text',
  disposeTimeoutMs: 'number',
  batchSize: 'number',
  deterministic: 'boolean',
  maxBatchTokens: 'number',
  maxLength: 'number',
  truncation: 'text',
  truncationPolicy: 'text',
  specialTokens: 'text',
  dtype: 'text',
  logitRule: 'text',
  pairTemplate: 'object',
  instruction: 'text',
};
const scoring: Kinds<ScoreOptions> = {
  activation: 'text',
  signal: 'signal',
  onProgress: 'function',
  onTruncation: 'function',
  onUsage: 'function',
};
const reranking: Kinds<RerankCallOptions> = { ...scoring, topK: 'number', longDocuments: 'text' };
const custom: Kinds<CustomRerankerModel> = {
  model: 'text',
  description: 'text',
  license: 'text',
  sizeInGB: 'number',
  sources: 'object',
  modelFile: 'text',
  additionalFiles: 'list',
  modular: 'boolean',
  bundled: 'boolean',
  npmPackage: 'text',
  factsFrom: 'text',
  logitRule: 'text',
  pairTemplate: 'object',
};

const name = 'x/bge-small-reranker-en';
const reranker = await TextCrossEncoder.load(name, { offline: true, isolation: 'inline', threads: 1 });
afterAll(() => reranker.dispose());

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Functions under test: name, the name of their options object, the kinds of its fields, and a call with given options. */
const functions: [string, string, Record<string, OptionKind>, (options: never) => unknown][] = [
  ['load', 'options', loading, (options) => TextCrossEncoder.load(name, options)],
  ['score', 'options', scoring, (options) => reranker.score('a', ['b'], options)],
  ['scorePairs', 'options', scoring, (options) => reranker.scorePairs([['a', 'b']], options)],
  ['rerankPairs', 'options', scoring, (options) => reranker.rerankPairs([['a', 'b']], options)],
  ['rerank', 'options', reranking, (options) => reranker.rerank('a', ['b'], options)],
  [
    'addCustomModel',
    'model',
    custom,
    (model: object) =>
      TextCrossEncoder.addCustomModel((isObject(model) ? { model: 'own/model', ...model } : model) as never),
  ],
];

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(functions)(
  '%s refuses a value of the wrong type in each field of its %s, and in place of them',
  async (_, object, kinds, work) => {
    for (const [parameter, kind] of Object.entries(kinds)) {
      for (const value of valuesOfOtherKinds(kind)) {
        const shown = kind === 'secret' ? typeof value : value;
        const error = await refusal(() => work({ [parameter]: value } as never));
        expect(error, `${parameter}: ${String(value)}`).toMatchObject({
          code: 'INVALID_ARGUMENT',
          parameter,
          value: shown,
        });
      }
    }
    for (const value of valuesOfOtherKinds('object')) {
      const error = await refusal(() => work(value as never));
      expect(error, String(value)).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: object, value });
    }
  },
);

test('constructing the class with `new` throws an error that recommends load', () => {
  const Made = TextCrossEncoder as unknown as new (given?: unknown) => object;
  for (const given of [undefined, name, { model: name }]) {
    expect(() => new Made(given)).toThrow('Use `await TextCrossEncoder.load(modelName)` instead of `new`.');
  }
});

test('a name, a query, documents and pairs of the wrong type are refused', async () => {
  for (const value of valuesOfOtherKinds('text') as never[]) {
    expect(await refusal(() => TextCrossEncoder.load(value))).toMatchObject({ parameter: 'modelName', value });
    expect(await refusal(() => reranker.rerank(value, []))).toMatchObject({ parameter: 'query', value });
    expect(await refusal(() => reranker.score(value, []))).toMatchObject({ parameter: 'query', value });
  }
  for (const value of valuesOfOtherKinds('list') as never[]) {
    expect(await refusal(() => reranker.rerank('a', value))).toMatchObject({ parameter: 'documents', value });
    expect(await refusal(() => reranker.scorePairs(value))).toMatchObject({ parameter: 'pairs', value });
    expect(await refusal(() => reranker.tokenCount(value))).toMatchObject({ parameter: 'pairs', value });
  }
});

test.each(functions)(
  '%s refuses a misspelled name in its %s, and suggests the correct name',
  async (_, object, kinds, work) => {
    const names = Object.keys(kinds);
    for (const value of misspeltNames(names)) {
      const error = await refusal(() => work({ [value]: 1 } as never));
      expect(error, value).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: `name in ${object}`, value });
    }
    for (const known of names) {
      const error = (await refusal(() => work({ [`${known}_`]: 1 } as never))) as Error;
      expect(error.message).toMatch(known.length < 3 ? /has no option/ : new RegExp(`Did you mean .*\\b${known}\\b`));
    }
  },
);

test('load rejects an embedding model and recommends TextEmbedding', async () => {
  const attempt = TextCrossEncoder.load('sentence-transformers/all-MiniLM-L6-v2', { offline: true });
  await expect(attempt).rejects.toThrow('It is an embedding model: load it with TextEmbedding.load of @x/embed.');
  await expect(TextCrossEncoder.load('all-MiniLM-L6-v2', { offline: true })).rejects.toThrow(
    'Load embedding models with TextEmbedding.load of @x/embed.',
  );
});
