import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, ModelFileError, ShapeMismatchError, UnknownModelError } from '@x/core';
import { type HubServer, startHubServer } from '@x/hub-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { TextEmbedding } from '../text-embedding.ts';
import { StaticTextEmbedding } from './static-text-embedding.ts';
import type { StaticTextEmbeddingOptions } from './static-text-embedding-options.ts';

const model = fileURLToPath(new URL('../__fixtures__/model2vec/float32', import.meta.url));
const files = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;
const contents = await Promise.all(files.map(async (name) => [name, await readFile(join(model, name))] as const));
const complete: Readonly<Record<string, Uint8Array>> = Object.fromEntries(contents);
const { 'config.json': _, ...withoutConfig } = complete;

let folder: string;
let hub: HubServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-static-'));
  hub = await startHubServer({
    repositories: {
      'org/complete': { ...complete, 'onnx/model.onnx': new Uint8Array(10), 'README.md': Buffer.from('# A model') },
      'org/silent': withoutConfig,
      'org/strange': { ...complete, 'config.json': Buffer.from('{"pooling_weights":"learned"}') },
      'minishlab/potion-base-8M': complete,
    },
  });
});
afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const load = (name: string, options: StaticTextEmbeddingOptions = {}): Promise<StaticTextEmbedding> =>
  StaticTextEmbedding.load(name, { cacheDir: folder, endpoint: hub.url, ...options });
const fetched = (): string[] =>
  hub.requests.filter(({ url }) => url.includes('/resolve/')).map(({ url }) => url.replace(/^.*\/resolve\/\w+\//, ''));

describe('a repository saved by model2vec', () => {
  it('is downloaded with its three files, and loaded from the cache afterwards', async () => {
    const phases = new Set<string>();
    await using embedding = await load('org/complete', { onProgress: ({ phase }) => phases.add(phase) });
    expect(embedding).toMatchObject({ modelName: 'org/complete', dimension: 16, source: 'hub' });
    expect(fetched().toSorted()).toEqual([...files].toSorted());
    expect([...phases]).toEqual(['download', 'load']);
    await using again = await load('org/complete', { offline: true });
    expect(again.source).toBe('cache');
    expect(await again.embed(['hello'])).toEqual(await embedding.embed(['hello']));
  });

  it('is refused before its table is downloaded when config.json is missing or not supported', async () => {
    await expect(load('org/silent')).rejects.toThrow(/config\.json/);
    await expect(load('org/strange')).rejects.toSatisfy(ModelFileError.isInstance);
    expect(fetched()).not.toContain('model.safetensors');
  });
});

describe('the catalogue of static models', () => {
  it('contains the models of FastEmbed 0.9.1 with their facts, and the shipped model', () => {
    const facts = StaticTextEmbedding.listSupportedModels().map(
      ({ model: name, dimension, license, sizeInGB, modelFile, sources }) => [
        name,
        dimension,
        license,
        sizeInGB,
        modelFile,
        sources.hf,
      ],
    );
    const file = 'model.safetensors';
    expect(facts).toEqual([
      ['minishlab/potion-base-8M', 256, 'mit', 0.03, file, 'minishlab/potion-base-8M'],
      ['minishlab/potion-retrieval-32M', 512, 'mit', 0.129, file, 'minishlab/potion-retrieval-32M'],
      ['minishlab/potion-multilingual-128M', 256, 'mit', 0.512, file, 'minishlab/potion-multilingual-128M'],
      ['x/static-en', 256, 'apache-2.0', 0.008, file, undefined],
    ]);
  });

  it('is checked against the dimension of the table', async () => {
    const attempt = load('Minishlab/Potion-base-8m');
    await expect(attempt).rejects.toSatisfy(ShapeMismatchError.isInstance);
    await expect(attempt).rejects.toThrow(/\[tokens, 16\].*\[tokens, 256\]/);
  });

  it('makes TextEmbedding refuse a static model and recommend StaticTextEmbedding', async () => {
    const attempt = TextEmbedding.load('minishlab/potion-base-8M', { offline: true });
    await expect(attempt).rejects.toSatisfy(InvalidArgumentError.isInstance);
    await expect(attempt).rejects.toThrow(/StaticTextEmbedding\.load/);
  });

  it('never requests the shipped model from a hub', async () => {
    await expect(load('x/static-un')).rejects.toSatisfy(UnknownModelError.isInstance);
    await using embedding = await load('x/static-en', { searchFrom: [import.meta.url] });
    expect(embedding.source).toBe('bundled');
    expect(fetched()).toEqual([]);
  });
});
