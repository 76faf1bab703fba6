import { fileURLToPath } from 'node:url';

import { InvalidArgumentError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { denseModels } from './catalogue/catalogues.ts';
import { requireDimension, shorten } from './matryoshka.ts';

const vectors = fc.float32Array({ noNaN: true, min: -10, max: 10, minLength: 2, maxLength: 64 });

describe('a shortened vector', () => {
  it('has the first components, in the same proportions, and length 1', () => {
    fc.assert(
      fc.property(vectors, fc.nat(), (vector, seed) => {
        const dimension = 1 + (seed % (vector.length - 1));
        const length = Math.hypot(...vector.subarray(0, dimension));
        fc.pre(length > 1e-3);
        const short = shorten(vector, dimension, {});
        expect(short).toHaveLength(dimension);
        for (const [index, value] of short.entries()) expect(value).toBeCloseTo(vector[index]! / length, 5);
      }),
    );
  });

  it('equals the result of layer normalization, truncation and scaling in sequence', () => {
    fc.assert(
      fc.property(vectors, fc.nat(), (vector, seed) => {
        const dimension = 1 + (seed % (vector.length - 1));
        const mean = vector.reduce((sum, value) => sum + value, 0) / vector.length;
        const variance = vector.reduce((sum, value) => sum + (value - mean) ** 2, 0) / vector.length;
        const normal = Array.from(vector, (value) => (value - mean) / Math.sqrt(variance + 1e-5)).slice(0, dimension);
        const length = Math.hypot(...normal);
        fc.pre(variance > 1e-2 && length > 1e-2);
        const short = shorten(vector, dimension, { layerNorm: true });
        for (const [index, value] of short.entries()) expect(value).toBeCloseTo(normal[index]! / length, 4);
      }),
    );
  });

  it('is the same object for the full dimension, and does not modify a longer vector', () => {
    const vector = Float32Array.of(3, 4, 5);
    expect(shorten(vector, 3, { layerNorm: true })).toBe(vector);
    expect(shorten(vector, 2, {})).toEqual(Float32Array.of(0.6, 0.8));
    expect(vector).toEqual(Float32Array.of(3, 4, 5));
  });
});

describe('the catalogue', () => {
  const nested = denseModels.list().filter(({ matryoshka }) => matryoshka !== undefined);

  it('contains matryoshka for the models that were trained for shorter vectors', () => {
    expect(nested.map(({ model }) => model).toSorted()).toEqual([
      'Qwen/Qwen3-Embedding-0.6B',
      'Qwen/Qwen3-Embedding-0.6B-Q',
      'Snowflake/snowflake-arctic-embed-l-v2.0',
      'Snowflake/snowflake-arctic-embed-m-v2.0',
      'google/embeddinggemma-300m',
      'ibm-granite/granite-embedding-311m-multilingual-r2',
      'jinaai/jina-embeddings-v3',
      'nomic-ai/nomic-embed-text-v1.5',
      'nomic-ai/nomic-embed-text-v1.5-Q',
    ]);
  });

  it.each([
    ['jinaai/jina-embeddings-v3', [32, 33, 1024], [31, 1025, 64.5, NaN]],
    ['google/embeddinggemma-300m', [128, 256, 512, 768], [127, 300, 769]],
    ['sentence-transformers/all-MiniLM-L6-v2', [384], [383, 385]],
  ])('allows for %s the dimensions %j and not %j', (name, good, bad) => {
    const model = denseModels.require(name);
    for (const dimension of good) expect(requireDimension(dimension, model)).toBe(dimension);
    for (const dimension of bad) expect(() => requireDimension(dimension, model)).toThrow(InvalidArgumentError);
  });
});

describe('a loaded model', () => {
  const modelPath = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/', import.meta.url));
  const texts = ['hello world', 'twin', 'twin'];
  let embedding: TextEmbedding;
  beforeAll(async () => {
    const described = { dimension: 384, pooling: 'mean', normalize: true } as const;
    TextEmbedding.addCustomModel({ model: 'test/nested', ...described, matryoshka: { minDimension: 32 } });
    embedding = await TextEmbedding.load('test/nested', { modelPath });
  });
  afterAll(() => embedding.dispose());

  it('returns short vectors only to the calls that request them', async () => {
    const [short, whole] = await Promise.all([embedding.embed(texts, { dimension: 64 }), embedding.embed(texts)]);
    expect(whole.map(({ length }) => length)).toEqual([384, 384, 384]);
    for (const [index, vector] of short.entries()) {
      expect(vector).toHaveLength(64);
      const expected = shorten(whole[index]!, 64, {});
      for (const [component, value] of vector.entries()) expect(value).toBeCloseTo(expected[component]!, 5);
    }
    expect((await embedding.queryEmbed('hello world', { dimension: 32 })).length).toBe(32);
    for await (const vector of embedding.embedStream(texts, { dimension: 100 })) expect(vector).toHaveLength(100);
    expect(embedding.matryoshka).toEqual({ minDimension: 32 });
  });

  it('refuses a dimension that it was not trained for before it reads a text', async () => {
    await expect(embedding.embed([], { dimension: 31 })).rejects.toThrow(
      /dimension must be a whole number from 32 to 384, but is 31/,
    );
    expect(() => embedding.embedStream(texts, { dimension: 385 })).toThrow(InvalidArgumentError);
  });

  it('is refused by addCustomModel with an invalid matryoshka', () => {
    const described = { model: 'test/other', dimension: 8, pooling: 'mean', normalize: true } as const;
    for (const matryoshka of [{ minDimension: 0 }, { minDimension: 9 }, { minDimension: 4, dimensions: [2] }]) {
      expect(() => TextEmbedding.addCustomModel({ ...described, matryoshka })).toThrow(InvalidArgumentError);
    }
  });
});
