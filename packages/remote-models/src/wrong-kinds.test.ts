import type { EmbedderCallOptions, OptionKind } from '@x/core';
import { optionConformance } from '@x/core/testing';
import { it } from 'vitest';

import {
  RemoteEmbedder,
  type RemoteEmbedderLoadOptions,
  RemoteReranker,
  type RemoteRerankerOptions,
  type RemoteRerankOptions,
} from './index.ts';

type Kinds<Options> = Record<keyof Options, OptionKind>;

const reranker: Kinds<RemoteRerankerOptions> = {
  url: 'text',
  model: 'text',
  apiKey: 'secret',
  headers: 'object',
  allowInsecureApiKey: 'boolean',
  batchSize: 'number',
  maxConcurrency: 'number',
  timeoutMs: 'number',
  retry: 'object',
  fetch: 'function',
  dialect: 'text',
  fields: 'object',
};
const { dialect: _, fields: __, ...shared } = reranker;
const embedder: Kinds<RemoteEmbedderLoadOptions> = {
  ...shared,
  dimension: 'number',
  shorten: 'boolean',
  queryPrefix: 'text',
  documentPrefix: 'text',
  queryFields: 'object',
  documentFields: 'object',
  encodingFormat: 'text',
  signal: 'signal',
};
const embedding: Kinds<EmbedderCallOptions> = { signal: 'signal', onProgress: 'function', onUsage: 'function' };
const reranking: Kinds<RemoteRerankOptions> = { ...embedding, topK: 'number' };

const fetch = () => Promise.reject(new Error('no request is expected'));
const model = { url: 'https://example.org/v1', model: 'm', fetch };
const made = new RemoteEmbedder({ ...model, dimension: 2 });

const hidden = ['headers'];
const cases = optionConformance([
  {
    name: 'new RemoteReranker',
    kinds: reranker,
    defaults: model,
    hidden,
    call: (options) => new RemoteReranker(options),
  },
  {
    name: 'RemoteEmbedder.load',
    kinds: embedder,
    defaults: { ...model, dimension: 2 },
    hidden,
    call: (options) => RemoteEmbedder.load(options),
  },
  { name: 'passageEmbed', kinds: embedding, call: (options) => made.passageEmbed(['a'], options) },
  { name: 'queryEmbed', kinds: embedding, call: (options) => made.queryEmbed('a', options) },
  { name: 'rerank', kinds: reranking, call: (options) => new RemoteReranker(model).rerank('a', ['b'], options) },
]);
it.each(cases)('$name', ({ run }) => run());
