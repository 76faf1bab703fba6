import { fileURLToPath } from 'node:url';

import type { EmbedderCallOptions, OptionKind } from '@x/core';
import { type FunctionOfOptions, optionConformance, valuesOfOtherKinds } from '@x/core/testing';
// Imported by package name, because the session's worker starts only from built files.
import {
  asymmetricEmbedder,
  type CustomHybridTextEmbeddingModel,
  type CustomTextEmbeddingModel,
  type EmbedOptions,
  type EmbedWithTokensOptions,
  type HybridEmbedOptions,
  HybridTextEmbedding,
  LateInteractionTextEmbedding,
  type LateInteractionTextEmbeddingOptions,
  type ModelSourceOptions,
  type SparseEmbedOptions,
  SparseTextEmbedding,
  type SparseTextEmbeddingOptions,
  type StaticEmbedOptions,
  StaticTextEmbedding,
  type StaticTextEmbeddingOptions,
  TextEmbedding,
  type TextEmbeddingOptions,
  type TokenEmbedOptions,
} from '@x/embed';
import { afterAll, expect, test } from 'vitest';

type Kinds<Options> = Record<keyof Options, OptionKind | readonly OptionKind[]>;

const sources: Kinds<ModelSourceOptions> = {
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
};
const late: Kinds<LateInteractionTextEmbeddingOptions> = {
  ...sources,
  executionProviders: 'list',
  threads: 'number',
  runtime: 'text',
  isolation: 'text',
  disposeTimeoutMs: 'number',
  batchSize: 'number',
  deterministic: 'boolean',
  maxBatchTokens: 'number',
  maxLength: 'number',
  truncationPolicy: 'text',
  specialTokens: 'text',
  dtype: 'text',
};
const dense: Kinds<TextEmbeddingOptions> = { ...late, prefixes: 'text' };
const sparse: Kinds<SparseTextEmbeddingOptions> = {
  ...late,
  language: 'text',
  k: 'number',
  b: 'number',
  averageLength: 'number',
  maxWordLength: 'number',
  stopWords: 'list',
  disableStemmer: 'boolean',
  stemmer: 'function',
  tokenizer: ['text', 'function'],
  locale: 'text',
  noWordsPolicy: 'text',
};
const fixed: Kinds<StaticTextEmbeddingOptions> = {
  ...sources,
  maxLength: 'number',
  truncationPolicy: 'text',
  specialTokens: 'text',
};
const tokenCall: Kinds<TokenEmbedOptions> = {
  signal: 'signal',
  onProgress: 'function',
  onTruncation: 'function',
  onUsage: 'function',
};
const withTokensCall: Kinds<EmbedWithTokensOptions> = { ...tokenCall, task: 'text' };
const call: Kinds<EmbedOptions> = { ...withTokensCall, dimension: 'number' };
const staticCall: Kinds<StaticEmbedOptions> = { ...tokenCall, dimension: 'number' };
const sparseCall: Kinds<SparseEmbedOptions> = { ...tokenCall, onNoWords: 'function' };
const hybridCall: Kinds<HybridEmbedOptions> = { ...tokenCall, kinds: 'list' };
const partCall: Kinds<EmbedderCallOptions> = { signal: 'signal', onProgress: 'function', onUsage: 'function' };
const splitting = { maxTokens: 'number', overlap: 'number' } as const;
const entry = {
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
  dimension: 'number',
} as const;
const customHybrid: Kinds<CustomHybridTextEmbeddingModel> = { ...entry, unweighedTokenIds: 'list' };
const custom: Kinds<CustomTextEmbeddingModel> = {
  ...entry,
  pooling: 'text',
  output: ['number', 'text'],
  normalize: 'boolean',
  documentedMaxLength: 'number',
  hubMaxLength: 'number',
  prefixes: 'object',
  tasks: 'object',
  defaultTasks: 'object',
  documentModel: 'text',
  padToLength: 'number',
  matryoshka: 'object',
};

const name = 'sentence-transformers/all-MiniLM-L6-v2';
const offline = { offline: true, isolation: 'inline', threads: 1 } as const;
const static2vec = fileURLToPath(new URL('__fixtures__/model2vec/float32', import.meta.url));
const denseEmbedding = await TextEmbedding.load(name, offline);
const lateEmbedding = await LateInteractionTextEmbedding.load(name, offline);
const sparseEmbedding = await SparseTextEmbedding.load('Qdrant/bm25');
const fixedEmbedding = await StaticTextEmbedding.load('tiny', { modelPath: static2vec });
HybridTextEmbedding.addCustomModel({ model: 'tiny/bge-m3', dimension: 16 });
const bgeM3 = fileURLToPath(new URL('__fixtures__/bge_m3', import.meta.url));
const hybridEmbedding = await HybridTextEmbedding.load('tiny/bge-m3', { modelPath: bgeM3, ...offline });
const embeddings = [denseEmbedding, lateEmbedding, sparseEmbedding, fixedEmbedding, hybridEmbedding];
afterAll(async () => {
  for (const embedding of embeddings) await embedding.dispose();
});

const ownModel = { model: 'own/model', dimension: 2, pooling: 'mean', normalize: true };

const classes = [
  ['denseEmbedding', denseEmbedding, call],
  ['lateEmbedding', lateEmbedding, tokenCall],
  ['sparseEmbedding', sparseEmbedding, sparseCall],
  ['fixedEmbedding', fixedEmbedding, staticCall],
] as const;

type Call = FunctionOfOptions['call'];

const functions: FunctionOfOptions[] = [
  { name: 'TextEmbedding.load', kinds: dense, call: (options) => TextEmbedding.load(name, options) },
  {
    name: 'LateInteractionTextEmbedding.load',
    kinds: late,
    call: (options) => LateInteractionTextEmbedding.load(name, options),
  },
  {
    name: 'SparseTextEmbedding.load',
    kinds: sparse,
    call: (options) => SparseTextEmbedding.load('Qdrant/bm25', options),
  },
  { name: 'StaticTextEmbedding.load', kinds: fixed, call: (options) => StaticTextEmbedding.load('tiny', options) },
  {
    name: 'HybridTextEmbedding.load',
    kinds: late,
    call: (options) => HybridTextEmbedding.load('tiny/bge-m3', options),
  },
  {
    name: 'HybridTextEmbedding.addCustomModel',
    parameter: 'model',
    kinds: customHybrid,
    defaults: { model: 'own/hybrid', dimension: 2 },
    call: (model) => HybridTextEmbedding.addCustomModel(model),
  },
  {
    name: 'TextEmbedding.addCustomModel',
    parameter: 'model',
    kinds: custom,
    defaults: ownModel,
    call: (model) => TextEmbedding.addCustomModel(model),
  },
  {
    name: 'chunker',
    kinds: splitting,
    defaults: { maxTokens: 5 },
    call: (options) => denseEmbedding.chunker(options).split('a'),
  },
  { name: 'tokenCount', kinds: { use: 'text' }, call: (options) => denseEmbedding.tokenCount(['a'], options) },
  ...functionsOf(hybridCall, {
    'hybridEmbedding.embed': (options) => hybridEmbedding.embed(['a'], options),
    'hybridEmbedding.embedWithReport': (options) => hybridEmbedding.embedWithReport(['a'], options),
    'hybridEmbedding.embedStream': (options) => hybridEmbedding.embedStream(['a'], options),
    'hybridEmbedding.queryEmbed': (options) => hybridEmbedding.queryEmbed('a', options),
  }),
  ...(['dense', 'sparse', 'multiVector'] as const).flatMap((part) =>
    functionsOf(partCall, {
      [`${part}.passageEmbed`]: (options) => hybridEmbedding[part].passageEmbed(['a'], options),
      [`${part}.queryEmbed`]: (options) => hybridEmbedding[part].queryEmbed('a', options),
    }),
  ),
  ...functionsOf(partCall, {
    passageTokenSpans: (options) => denseEmbedding.passageTokenSpans(['a'], options),
    queryTokenSpans: (options) => denseEmbedding.queryTokenSpans('a', options),
  }),
  ...functionsOf(withTokensCall, {
    passageEmbedWithTokens: (options) => denseEmbedding.passageEmbedWithTokens(['a'], options),
    queryEmbedWithTokens: (options) => denseEmbedding.queryEmbedWithTokens('a', options),
  }),
  ...classes.flatMap(([of, embedding, kinds]) =>
    functionsOf(kinds, {
      [`${of}.embed`]: (options) => embedding.embed(['a'], options),
      [`${of}.embedStream`]: (options) => embedding.embedStream(['a'], options).next(),
      [`${of}.passageEmbed`]: (options) => embedding.passageEmbed(['a'], options),
      [`${of}.queryEmbed`]: (options) => embedding.queryEmbed('a', options),
      ...('embedWithReport' in embedding && {
        [`${of}.embedWithReport`]: (options: never) => embedding.embedWithReport(['a'], options),
      }),
    }),
  ),
];
test.each(optionConformance(functions))('$name', ({ run }) => run());

function functionsOf(kinds: FunctionOfOptions['kinds'], calls: Readonly<Record<string, Call>>): FunctionOfOptions[] {
  return Object.entries(calls).map(([method, make]) => ({ name: method, kinds, call: make }));
}

async function refusal(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

test('asymmetricEmbedder refuses anything but a pair of models', async () => {
  for (const value of valuesOfOtherKinds('object') as never[]) {
    expect(await refusal(() => asymmetricEmbedder(value))).toMatchObject({ parameter: 'models', value });
    const half = { query: denseEmbedding, document: value };
    expect(await refusal(() => asymmetricEmbedder(half))).toMatchObject({ parameter: 'document', value });
  }
  for (const value of [sparseEmbedding, hybridEmbedding, Promise.resolve(denseEmbedding), TextEmbedding] as never[]) {
    const half = { query: value, document: denseEmbedding };
    expect(await refusal(() => asymmetricEmbedder(half))).toMatchObject({ parameter: 'query', value });
  }
  const misspelt = { query: denseEmbedding, documents: denseEmbedding } as never;
  expect(await refusal(() => asymmetricEmbedder(misspelt))).toMatchObject({ parameter: 'name in models' });
});

test('a name or a query that is not a text is refused, and so are documents that are not a list', async () => {
  for (const value of valuesOfOtherKinds('text') as never[]) {
    for (const kind of [
      TextEmbedding,
      LateInteractionTextEmbedding,
      SparseTextEmbedding,
      StaticTextEmbedding,
      HybridTextEmbedding,
    ]) {
      expect(await refusal(() => kind.load(value))).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'modelName' });
    }
    expect(await refusal(() => TextEmbedding.getEmbeddingSize(value))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    for (const embedding of embeddings) {
      expect(await refusal(() => embedding.queryEmbed(value))).toMatchObject({ parameter: 'query' });
    }
  }
  for (const value of valuesOfOtherKinds('list') as never[]) {
    for (const embedding of embeddings) {
      expect(await refusal(() => embedding.embed(value))).toMatchObject({ parameter: 'documents', value });
    }
  }
});
