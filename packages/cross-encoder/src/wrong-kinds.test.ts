import type { OptionKind } from '@x/core';
import { optionConformance, valuesOfOtherKinds } from '@x/core/testing';
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

const cases = optionConformance([
  { name: 'load', kinds: loading, call: (options) => TextCrossEncoder.load(name, options) },
  { name: 'score', kinds: scoring, call: (options) => reranker.score('a', ['b'], options) },
  { name: 'scorePairs', kinds: scoring, call: (options) => reranker.scorePairs([['a', 'b']], options) },
  { name: 'rerankPairs', kinds: scoring, call: (options) => reranker.rerankPairs([['a', 'b']], options) },
  { name: 'rerank', kinds: reranking, call: (options) => reranker.rerank('a', ['b'], options) },
  {
    name: 'addCustomModel',
    parameter: 'model',
    kinds: custom,
    defaults: { model: 'own/model' },
    call: (model) => TextCrossEncoder.addCustomModel(model),
  },
]);
test.each(cases)('$name', ({ run }) => run());

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

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

test('load rejects an embedding model and recommends TextEmbedding', async () => {
  const attempt = TextCrossEncoder.load('sentence-transformers/all-MiniLM-L6-v2', { offline: true });
  await expect(attempt).rejects.toThrow('It is an embedding model: load it with TextEmbedding.load of @x/embed.');
  await expect(TextCrossEncoder.load('all-MiniLM-L6-v2', { offline: true })).rejects.toThrow(
    'Load embedding models with TextEmbedding.load of @x/embed.',
  );
});
