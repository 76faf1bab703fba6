import type { EmbedderCallOptions, OptionKind } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
import { describe, expect, it } from 'vitest';

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

describe.each<[string, (options: object) => unknown, Record<string, OptionKind>]>([
  ['new RemoteReranker', (options) => new RemoteReranker({ ...model, ...options }), reranker],
  ['RemoteEmbedder.load', (options) => RemoteEmbedder.load({ ...model, dimension: 2, ...options }), embedder],
  ['passageEmbed', (options) => made.passageEmbed(['a'], options), embedding],
  ['queryEmbed', (options) => made.queryEmbed('a', options), embedding],
  ['rerank', (options) => new RemoteReranker(model).rerank('a', ['b'], options), reranking],
])('%s', (_name, call, kinds) => {
  const outcome = async (options: object): Promise<unknown> => {
    try {
      return await call(options);
    } catch (error) {
      return error;
    }
  };

  it.each(Object.entries(kinds))(
    'refuses a value for %s that is not of kind %s, and names the option',
    async (name, kind) => {
      // A secret can be any text; other tests check what is sent.
      for (const value of valuesOfOtherKinds(kind === 'secret' ? 'text' : kind)) {
        expect(await outcome({ [name]: value })).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: name });
      }
    },
  );

  it('refuses misspelled option names', async () => {
    for (const name of misspeltNames(Object.keys(kinds))) {
      expect(await outcome({ [name]: 1 })).toMatchObject({ code: 'INVALID_ARGUMENT', value: name });
    }
  });
});

it.each([null, 7, 'https://example.org', []])('refuses %j in place of options', async (options) => {
  expect(() => new RemoteReranker(options as never)).toThrow(/^options must be an object/);
  await expect(RemoteEmbedder.load(options as never)).rejects.toThrow(/^options must be an object/);
  await expect(made.queryEmbed('a', options as never)).rejects.toThrow(/^options must be an object/);
});
