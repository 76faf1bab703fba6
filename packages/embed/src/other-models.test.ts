import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, ModelFileError, type ModelUsage, UnknownModelError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding, type TextEmbeddingOptions } from '@x/embed';
import { lookUpGraph } from '@x/tiny-onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/', import.meta.url));
const vocabulary = 30_522;
// A token's vector is its id and 1, so a pooled vector shows which tokens were read.
const graph = lookUpGraph({ vocabulary, hidden: 2, valueOf: (token, component) => (component === 0 ? token : 1) });
const doubled = lookUpGraph({
  vocabulary,
  hidden: 2,
  valueOf: (token, component) => (component === 0 ? 2 * token : 1),
});
const [cls, sep, hello] = [101, 102, 7592];

let modelPath: string;
beforeAll(async () => {
  modelPath = await mkdtemp(join(tmpdir(), 'x-embed-'));
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await cp(join(shipped, file), join(modelPath, file));
  await mkdir(join(modelPath, 'onnx'));
  await writeFile(join(modelPath, 'onnx/model.onnx'), graph);
  await writeFile(join(modelPath, 'onnx/model_fp16.onnx'), doubled);
  const types = ['Transformer', 'Pooling'].map((kind) => `sentence_transformers.models.${kind}`);
  const modules = types.map((type, index) => ({ type, path: index === 0 ? '' : '1_Pooling' }));
  await writeFile(join(modelPath, 'modules.json'), JSON.stringify(modules));
  await mkdir(join(modelPath, '1_Pooling'));
  const pooling = { word_embedding_dimension: 2, pooling_mode_mean_tokens: true };
  await writeFile(join(modelPath, '1_Pooling/config.json'), JSON.stringify(pooling));
});
afterAll(() => rm(modelPath, { recursive: true }));

describe('a model that no catalogue lists', () => {
  it('is loaded from a directory that states its pooling', async () => {
    await using embedding = await TextEmbedding.load('any/name', { modelPath, isolation: 'inline' });
    expect(embedding).toMatchObject({ modelName: 'any/name', dimension: 2, source: 'path', license: undefined });
    const [vector] = await embedding.embed(['hello']);
    expect(vector![0]).toBeCloseTo((cls + hello + sep) / 3, 3);
  });

  it('is an unknown model without a directory', async () => {
    await expect(TextEmbedding.load('any/name', { offline: true })).rejects.toSatisfy(UnknownModelError.isInstance);
  });

  it('can be added once by name, ignoring upper and lower case', async () => {
    const model = { model: 'own/last-token', dimension: 2, pooling: 'lastToken', normalize: false } as const;
    TextEmbedding.addCustomModel({ ...model, prefixes: { query: 'hello ', passage: '' } });
    expect(() => TextEmbedding.addCustomModel({ ...model, model: 'OWN/last-token' })).toThrow(InvalidArgumentError);
    expect(TextEmbedding.getEmbeddingSize('own/LAST-token')).toBe(2);
    expect(TextEmbedding.listSupportedModels().at(-1)).toMatchObject({
      model: 'own/last-token',
      modelFile: 'onnx/model.onnx',
    });
    await using embedding = await TextEmbedding.load('own/last-token', { modelPath, isolation: 'inline' });
    expect((await embedding.embed(['hello']))[0]![0]).toBe(sep);
  });

  it('may replace a model of the catalogue that FastEmbed lacks', () => {
    const model = { model: 'intfloat/E5-base-v2', dimension: 2, pooling: 'cls', normalize: false } as const;
    const before = TextEmbedding.listSupportedModels().length;
    TextEmbedding.addCustomModel(model);
    expect(TextEmbedding.listSupportedModels()).toHaveLength(before);
    expect(TextEmbedding.getEmbeddingSize('intfloat/e5-base-v2')).toBe(2);
    expect(() => TextEmbedding.addCustomModel(model)).toThrow(InvalidArgumentError);
  });

  it.each([
    [{ dimension: 0 }, 'dimension'],
    [{ pooling: 'max' as never }, 'pooling'],
    [{ model: 'BAAI/BGE-small-en' }, 'model'],
  ])('is refused by addCustomModel with %j', (change, parameter) => {
    const add = (): void =>
      TextEmbedding.addCustomModel({ model: 'own/bad', dimension: 2, pooling: 'mean', normalize: true, ...change });
    expect(add).toThrow(`${parameter} must be`);
  });
});

describe('prefixes', () => {
  it("are added to queries and passages only with prefixes: 'model', and never by embed", async () => {
    const name = 'intfloat/multilingual-e5-large';
    TextEmbedding.addCustomModel({
      model: 'own/prefixed',
      dimension: 2,
      pooling: 'mean',
      normalize: false,
      prefixes: { query: 'query: ', passage: 'passage: ' },
    });
    await using plain = await TextEmbedding.load('own/prefixed', { modelPath, isolation: 'inline' });
    await using prefixed = await TextEmbedding.load('own/prefixed', {
      modelPath,
      isolation: 'inline',
      prefixes: 'model',
    });
    const [query, passage] = await plain.embed(['query: hello', 'passage: hello']);
    const [bare] = await plain.embed(['hello']);
    expect(await prefixed.queryEmbed('hello')).toEqual(query);
    expect(await prefixed.passageEmbed(['hello'])).toEqual([passage]);
    expect(await prefixed.embed(['hello'])).toEqual([bare]);
    expect(await plain.queryEmbed('hello')).toEqual(bare);
    expect(await plain.passageEmbed(['hello'])).toEqual([bare]);
    const listed = TextEmbedding.listSupportedModels().find(({ model }) => model === name);
    expect(listed?.prefixes).toEqual({ query: 'query: ', passage: 'passage: ' });
  });

  it('are counted by tokenCount for each use, as onUsage counts them', async () => {
    const prefixes = { query: 'hello ', passage: 'hello hello ' };
    TextEmbedding.addCustomModel({ model: 'own/counted', dimension: 2, pooling: 'mean', normalize: false, prefixes });
    await using prefixed = await TextEmbedding.load('own/counted', {
      modelPath,
      isolation: 'inline',
      prefixes: 'model',
    });
    const usages: number[] = [];
    const onUsage = ({ tokens }: ModelUsage): number => usages.push(tokens);
    await prefixed.embed(['hello', 'a'], { onUsage });
    await prefixed.queryEmbed('hello', { onUsage });
    await prefixed.passageEmbed(['hello', 'a'], { onUsage });
    expect(usages).toEqual([
      await prefixed.tokenCount(['hello', 'a']),
      await prefixed.tokenCount(['hello'], { use: 'query' }),
      await prefixed.tokenCount(['hello', 'a'], { use: 'passage' }),
    ]);
    expect(usages).toEqual([6, 4, 10]);
    await expect(prefixed.tokenCount(['hello'], { use: 'document' as never })).rejects.toThrow('use must be one of');
  });

  it('fit into each passage of the chunker, so that no passage is truncated', async () => {
    const prefixes = { query: '', passage: 'hello hello ' };
    TextEmbedding.addCustomModel({ model: 'own/roomy', dimension: 2, pooling: 'mean', normalize: false, prefixes });
    await using prefixed = await TextEmbedding.load('own/roomy', {
      modelPath,
      isolation: 'inline',
      prefixes: 'model',
      maxLength: 7,
      truncationPolicy: 'error',
    });
    const text = 'hello '.repeat(10).trim();
    for (const options of [{ maxTokens: 5 }, { maxTokens: 100, overlap: 50 }, { maxTokens: 2, overlap: 0 }]) {
      const spans = await prefixed.chunker(options).split(text);
      const passages = spans.map(({ start, end }) => text.slice(start, end));
      expect(await prefixed.passageEmbed(passages)).toHaveLength(passages.length);
      expect(Math.max(...passages.map((passage) => passage.split(' ').length))).toBe(Math.min(options.maxTokens, 3));
    }
    expect(prefixed.chunker({ maxTokens: 5, overlap: 0 }).name).toBe(
      prefixed.chunker({ maxTokens: 3, overlap: 0 }).name,
    );
    expect(() => prefixed.chunker({ maxTokens: 100, overlap: 100 })).toThrow('overlap');
  });

  it("may contain special tokens only with specialTokens: 'parse'", async () => {
    const prefixes = { query: 'query [SEP] ', passage: '' };
    TextEmbedding.addCustomModel({ model: 'own/templated', dimension: 2, pooling: 'mean', normalize: false, prefixes });
    const load = (options: TextEmbeddingOptions): Promise<TextEmbedding> =>
      TextEmbedding.load('own/templated', { modelPath, isolation: 'inline', ...options });
    await expect(load({ prefixes: 'model' })).rejects.toThrow(
      `specialTokens must be 'parse', but is "literal". The model's prompt "query [SEP] " contains the special token [SEP].`,
    );
    await using literal = await load({});
    await using parsing = await load({ prefixes: 'model', specialTokens: 'parse' });
    expect(await parsing.queryEmbed('hello')).not.toEqual(await literal.queryEmbed('query [SEP] hello'));
  });
});

describe('the number format', () => {
  it('selects the file by its name', async () => {
    await using half = await TextEmbedding.load('any/name', { modelPath, isolation: 'inline', dtype: 'fp16' });
    expect((await half.embed(['hello']))[0]![0]).toBeCloseTo((2 * (cls + hello + sep)) / 3, 3);
  });

  it('is rejected when the model lacks it, and the message names the missing file', async () => {
    const error = await TextEmbedding.load('any/name', { modelPath, dtype: 'q4' }).catch((reason: unknown) => reason);
    expect(ModelFileError.isInstance(error) && error.message).toContain('model_q4.onnx');
  });

  it('must be one of the known formats', async () => {
    const load = TextEmbedding.load('any/name', { modelPath, dtype: 'int4' as never });
    await expect(load).rejects.toThrow(/dtype must be one of 'fp32', 'fp16'/);
  });
});
