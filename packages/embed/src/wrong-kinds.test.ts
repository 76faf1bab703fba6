import { fileURLToPath } from 'node:url';

import type { EmbedderCallOptions, OptionKind } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
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

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const and = (defaults: object, options: object): never =>
  (isObject(options) ? { ...defaults, ...options } : options) as never;
const ownModel = { model: 'own/model', dimension: 2, pooling: 'mean', normalize: true };

const classes = [
  ['denseEmbedding', denseEmbedding, call],
  ['lateEmbedding', lateEmbedding, tokenCall],
  ['sparseEmbedding', sparseEmbedding, sparseCall],
  ['fixedEmbedding', fixedEmbedding, staticCall],
] as const;

/** Functions under test: name, the name of their options object, the kinds of its fields, and a call with given options. */
const functions: [string, string, Record<string, OptionKind | readonly OptionKind[]>, (options: never) => unknown][] = [
  ['TextEmbedding.load', 'options', dense, (options) => TextEmbedding.load(name, options)],
  ['LateInteractionTextEmbedding.load', 'options', late, (options) => LateInteractionTextEmbedding.load(name, options)],
  ['SparseTextEmbedding.load', 'options', sparse, (options) => SparseTextEmbedding.load('Qdrant/bm25', options)],
  ['StaticTextEmbedding.load', 'options', fixed, (options) => StaticTextEmbedding.load('tiny', options)],
  ['HybridTextEmbedding.load', 'options', late, (options) => HybridTextEmbedding.load('tiny/bge-m3', options)],
  [
    'HybridTextEmbedding.addCustomModel',
    'model',
    customHybrid,
    (model) => HybridTextEmbedding.addCustomModel(and({ model: 'own/hybrid', dimension: 2 }, model)),
  ],
  ['hybridEmbedding.embed', 'options', hybridCall, (options) => hybridEmbedding.embed(['a'], options)],
  [
    'hybridEmbedding.embedWithReport',
    'options',
    hybridCall,
    (options) => hybridEmbedding.embedWithReport(['a'], options),
  ],
  ['hybridEmbedding.embedStream', 'options', hybridCall, (options) => hybridEmbedding.embedStream(['a'], options)],
  ['hybridEmbedding.queryEmbed', 'options', hybridCall, (options) => hybridEmbedding.queryEmbed('a', options)],
  ...(['dense', 'sparse', 'multiVector'] as const).flatMap((part) => {
    const { [part]: embedder } = hybridEmbedding;
    const methods: [string, string, typeof partCall, (options: never) => unknown][] = [
      [`${part}.passageEmbed`, 'options', partCall, (options) => embedder.passageEmbed(['a'], options)],
      [`${part}.queryEmbed`, 'options', partCall, (options) => embedder.queryEmbed('a', options)],
    ];
    return methods;
  }),
  ['addCustomModel', 'model', custom, (model) => TextEmbedding.addCustomModel(and(ownModel, model))],
  ['chunker', 'options', splitting, (options) => denseEmbedding.chunker(and({ maxTokens: 5 }, options)).split('a')],
  ['passageTokenSpans', 'options', partCall, (options) => denseEmbedding.passageTokenSpans(['a'], options)],
  ['queryTokenSpans', 'options', partCall, (options) => denseEmbedding.queryTokenSpans('a', options)],
  ['passageEmbedWithTokens', 'options', withTokensCall, (options) => denseEmbedding.passageEmbedWithTokens(['a'], options)], // prettier-ignore
  ['queryEmbedWithTokens', 'options', withTokensCall, (options) => denseEmbedding.queryEmbedWithTokens('a', options)],
  ...classes.flatMap(([of, embedding, kinds]) => {
    const methods: [string, (options: never) => unknown][] = [
      ['embed', (options) => embedding.embed(['a'], options)],
      ['embedStream', (options) => embedding.embedStream(['a'], options).next()],
      ['passageEmbed', (options) => embedding.passageEmbed(['a'], options)],
      ['queryEmbed', (options) => embedding.queryEmbed('a', options)],
    ];
    if ('embedWithReport' in embedding) {
      methods.push(['embedWithReport', (options) => embedding.embedWithReport(['a'], options)]);
    }
    return methods.map(
      ([method, make]): [string, string, Record<string, OptionKind | readonly OptionKind[]>, typeof make] => [
        `${of}.${method}`,
        'options',
        kinds,
        make,
      ],
    );
  }),
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
      for (const value of valuesOfOtherKinds(...[kind].flat())) {
        const shown = [kind].flat().includes('secret') ? typeof value : value;
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
