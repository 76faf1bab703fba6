import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { DisposedError, type ModelUsage, SequenceTooLongError, UnknownModelError } from '@x/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { StaticTextEmbedding } from './static-text-embedding.ts';
import type { StaticTextEmbeddingOptions } from './static-text-embedding-options.ts';

interface Goldens {
  readonly texts: string[];
  readonly vectors: Record<string, number[][]>;
}

const folder = fileURLToPath(new URL('../__fixtures__/model2vec', import.meta.url));
const goldens = JSON.parse(await readFile(`${folder}/vectors.json`, 'utf8')) as Goldens;
const names = Object.keys(goldens.vectors).filter((name) => name !== 'static-en');

const load = (name: string, options: StaticTextEmbeddingOptions = {}): Promise<StaticTextEmbedding> =>
  StaticTextEmbedding.load(`tiny/${name}`, {
    modelPath: `${folder}/${name}`,
    truncationPolicy: 'truncate',
    ...options,
  });

let embedding: StaticTextEmbedding;
beforeAll(async () => {
  embedding = await load('float32');
});
afterAll(() => embedding.dispose());

function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, 5);
}

function expectVectors(vectors: readonly Float32Array[], expected: readonly number[][]): void {
  for (const [index, vector] of expected.entries()) {
    expect(vectors[index]).toHaveLength(vector.length);
    const differences = vector.map((value, at) => Math.abs(vectors[index]![at]! - value));
    expect(Math.max(...differences), goldens.texts[index]!.slice(0, 40)).toBeLessThan(1e-5);
  }
}

describe('the static models of model2vec', () => {
  it.each(names)('return the vectors of model2vec for 100 texts to 1e-5: %s', async (name) => {
    await using model = await load(name, { specialTokens: 'parse' });
    expect(goldens.texts).toHaveLength(100);
    expectVectors(await model.embed(goldens.texts), goldens.vectors[name]!);
  });

  it('include the shipped model, whose shorter vectors are the first components of its vectors', async () => {
    await using model = await StaticTextEmbedding.load('X/static-en', { searchFrom: [import.meta.url], offline: true });
    expect(model).toMatchObject({
      modelName: 'x/static-en',
      dimension: 256,
      maxLength: 512,
      source: 'bundled',
      license: 'apache-2.0',
    });
    const texts = goldens.texts.slice(0, 12);
    const vectors = await model.embed(texts);
    expectVectors(vectors, goldens.vectors['static-en']!);
    const short = await model.embed(texts, { dimension: 128 });
    for (const [index, vector] of short.entries()) {
      const start = vectors[index]!.slice(0, 128);
      const length = Math.hypot(...start);
      expectClose(
        vector,
        start.map((value) => (length === 0 ? 0 : value / length)),
      );
    }
    await expect(model.embed(texts, { dimension: 127 })).rejects.toThrow(/from 128 to 256/);
  });

  it('have tables of every type, with and without weights, mapping, normalization and another limit', () => {
    expect(names).toEqual(['float32', 'float16', 'int8-weighted', 'quantized-vocabulary', 'short-and-long', 'unigram']);
  });
});

describe('StaticTextEmbedding', () => {
  it('has the name, dimension, limit and source of the model', () => {
    expect(embedding).toMatchObject({ modelName: 'tiny/float32', dimension: 16, maxLength: 512, source: 'path' });
    expect([embedding.license, embedding.matryoshka]).toEqual([undefined, undefined]);
  });

  it('returns zeros for a text without a known token, and ignores unknown tokens in other texts', async () => {
    const [empty, unknown, known, both] = await embedding.embed(['', '∰', 'the end', 'the ∰ end ∰']);
    expect([...empty!]).toEqual(Array.from({ length: 16 }, () => 0));
    expect(unknown).toEqual(empty);
    expect(both).toEqual(known);
  });

  it('returns the same vectors for lists, streams, passages and queries, in order, and reports progress', async () => {
    const texts = ['one', 'the two', 'three'];
    const completed: number[] = [];
    const vectors = await embedding.embed(texts, { onProgress: (event) => completed.push(event.completed) });
    expect(completed).toEqual([0, 1, 2, 3]);
    const streamed = [];
    for await (const vector of embedding.embedStream(texts)) streamed.push(vector);
    expect(streamed).toEqual(vectors);
    expect(await embedding.passageEmbed(texts)).toEqual(vectors);
    expect(await embedding.queryEmbed('the two')).toEqual(vectors[1]);
    expect(await embedding.embed([])).toEqual([]);
    await expect(embedding.queryEmbed(' ')).rejects.toThrow(/query/);
  });

  it('truncates texts at its limits, and reports each', async () => {
    await using short = await load('float32', { maxLength: 3 });
    // The median token length of this model is 3 characters, so 9 characters are read.
    const { vectors, truncations } = await short.embedWithReport(['a b', 'a b c d e', 'x'.repeat(40)]);
    expect(truncations).toEqual([
      { index: 1, truncatedTokens: 2, truncatedCharacters: 0 },
      { index: 2, truncatedTokens: 6, truncatedCharacters: 31 },
    ]);
    expect(vectors[1]).toEqual((await embedding.embed(['a b c']))[0]);
  });

  it("refuses a text that is too long with the policy 'error'", async () => {
    await using strict = await load('float32', { maxLength: 3, truncationPolicy: 'error' });
    await expect(strict.embed(['a', 'a b c d'])).rejects.toSatisfy(
      (error) => SequenceTooLongError.isInstance(error) && error.index === 1 && error.tokenCount === 4,
    );
  });

  it('counts the tokens that it reads, with unknown tokens and without truncated ones', async () => {
    await using short = await load('float32', { maxLength: 3, truncationPolicy: 'error' });
    const texts = ['a b', 'a b c d', '∰', ''];
    expect(await short.tokenCount(texts)).toBe(6);
    const usages: ModelUsage[] = [];
    const onUsage = (usage: ModelUsage): void => void usages.push(usage);
    await embedding.embed(['a b', '∰'], { onUsage });
    await embedding.embed([], { onUsage });
    expect(usages).toEqual([{ tokens: 3 }]);
  });

  it('lets other work run while it embeds many texts', async () => {
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await embedding.embed(Array.from({ length: 5000 }, (_, index) => `the word ${index} `.repeat(20)));
    isDone = true;
    expect(turns).toBeGreaterThan(3);
  });

  it('rejects with the reason of a signal that is aborted before or during a call', async () => {
    const reason = new Error('enough');
    await expect(embedding.embed(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const onProgress = (event: { completed: number }): void => {
      if (event.completed === 1) controller.abort(reason);
    };
    await expect(embedding.embed(['a', 'b'], { signal: controller.signal, onProgress })).rejects.toBe(reason);
    await expect(load('float32', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('names the document that is not a string, in lists and streams', async () => {
    const texts = ['a', 7 as unknown as string];
    await expect(embedding.embed(texts)).rejects.toThrow('documents[1]');
    await expect(async () => {
      for await (const _ of embedding.embedStream(texts));
    }).rejects.toThrow('documents[1]');
  });

  it('refuses shorter vectors for models without matryoshka', async () => {
    await expect(embedding.embed(['a'], { dimension: 8 })).rejects.toThrow(/dimension must be 16/);
  });

  it('load refuses an unknown name and options that are out of range', async () => {
    await expect(StaticTextEmbedding.load('potion-base-8', { offline: true })).rejects.toSatisfy(
      (error) => UnknownModelError.isInstance(error) && error.suggestions.includes('minishlab/potion-base-8M'),
    );
    for (const options of [{ maxLength: 0 }, { maxLength: 2049 }, { truncationPolicy: 'cut' as never }]) {
      await expect(load('float32', options)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });

  it('refuses calls after dispose', async () => {
    const model = await load('float32');
    const vectors = model.embedStream(['a', 'b']);
    await vectors.next();
    await model.dispose();
    await model.dispose();
    await expect(vectors.next()).rejects.toSatisfy(DisposedError.isInstance);
    await expect(model.embed(['a'])).rejects.toSatisfy(DisposedError.isInstance);
    await expect(model.tokenCount(['a'])).rejects.toSatisfy(DisposedError.isInstance);
  });
});
