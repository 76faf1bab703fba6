import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DisposedError, InvalidArgumentError, ModelFileError, SequenceTooLongError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { SparseTextEmbedding, type SparseTextEmbeddingOptions } from '@x/embed';
import { lookUpGraph, vocabularyLogitsGraph } from '@x/tiny-onnx';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../../../models/all-minilm-l6-v2/', import.meta.url));
const splade = 'prithivida/Splade_PP_en_v1';
const documentOnly = 'opensearch-project/opensearch-neural-sparse-encoding-doc-v3-gte';
const vocabulary = 30_522;
const [pad, cls, sep, hello, world, honey] = [0, 101, 102, 7592, 2088, 6861];

/** Returns hidden states of two components. Those of the padding are by far the greatest, so that reading them would change the results. */
function stateOf(token: number, component: number): number {
  if (token === pad) return 1000;
  return component === 0 ? token % 7 : (token % 11) - 5;
}
/** Returns the weight of a word for a component. Each component has a few words, including the special token [CLS]. */
function weightOf(component: number, word: number): number {
  if (word !== cls && word % 1000 !== 88) return -1;
  return component === 0 ? 0.25 : 0.5;
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'x-splade-'));
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await cp(join(shipped, file), join(directory, file));
  await writeFile(
    join(directory, 'model.onnx'),
    vocabularyLogitsGraph({ vocabulary, hidden: 2, valueOf: stateOf, weightOf }),
  );
  const idf = { world: 3.5, hello: 7, '[SEP]': 9, 'no such word': 1 };
  await writeFile(join(directory, 'idf.json'), JSON.stringify(idf));
});
afterAll(() => rm(directory, { recursive: true }));

async function load(name: string, options: SparseTextEmbeddingOptions = {}): Promise<SparseTextEmbedding> {
  const place = { modelPath: directory, isolation: 'inline', threads: 1, maxLength: 256 } as const;
  return SparseTextEmbedding.load(name, { ...place, ...options });
}

/** Computes the definition word by word: the greatest logit of any token, then the logarithms. */
function expected(
  tokens: readonly number[],
  logarithms: number,
  excluded: readonly number[] = [],
): Map<number, number> {
  const weights = new Map<number, number>();
  for (let word = 0; word < vocabulary; word++) {
    const logits = tokens.map((token) => stateOf(token, 0) * weightOf(0, word) + stateOf(token, 1) * weightOf(1, word));
    let weight = Math.max(0, ...logits);
    for (let round = 0; round < logarithms; round++) weight = Math.log1p(weight);
    if (weight > 0 && !excluded.includes(word)) weights.set(word, weight);
  }
  return weights;
}

it('the weight of a word is the logarithm of its greatest logit among the tokens of the text', async () => {
  await using embedding = await load(splade);
  expect(embedding.requiresIdf).toBe(false);
  const [vector] = await embedding.embed(['hello world']);
  const weights = expected([cls, hello, world, sep], 1);
  expect(weights.has(cls)).toBe(true);
  expect([...vector!.indices]).toEqual([...weights.keys()]);
  for (const [position, value] of vector!.values.entries()) {
    expect(value).toBeCloseTo(weights.get(vector!.indices[position]!)!, 5);
  }
  const usages: number[] = [];
  expect(await embedding.queryEmbed('hello world', { onUsage: ({ tokens }) => usages.push(tokens) })).toEqual(vector);
  expect(usages).toEqual([4]);
});

it('the model with a query table applies the logarithm twice and leaves special tokens out', async () => {
  await using embedding = await load(documentOnly);
  const [vector] = await embedding.passageEmbed(['honey']);
  const weights = expected([cls, honey, sep], 2, [cls]);
  expect([...vector!.indices]).toEqual([...weights.keys()]);
  for (const [position, value] of vector!.values.entries()) {
    expect(value).toBeCloseTo(weights.get(vector!.indices[position]!)!, 5);
  }
});

it('looks up each word of a query once, by ascending id, and ignores words without a weight', async () => {
  await using embedding = await load(documentOnly);
  const query = await embedding.queryEmbed('Hello honey, hello world [SEP]');
  expect(query).toEqual({ indices: Uint32Array.of(world, hello), values: Float32Array.of(3.5, 7) });
  await expect(embedding.queryEmbed(' ')).rejects.toThrow(InvalidArgumentError);
});

it('reads special tokens that a text spells as words', async () => {
  await using embedding = await load(splade);
  expect(await embedding.embed(['hello [SEP] world [MASK]'])).toEqual(
    await embedding.embed(['hello [ SEP ] world [ MASK ]']),
  );
  await using parsing = await load(splade, { specialTokens: 'parse' });
  expect(await parsing.embed(['hello [SEP]'])).not.toEqual(await embedding.embed(['hello [SEP]']));
});

it('returns the same vector for a text alone and in any batch', async () => {
  await using embedding = await load(splade);
  const words = ['honey', 'bees', 'hello', 'world', 'a', 'hive of many'];
  const texts = fc.array(
    fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((list) => list.join(' ')),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  await fc.assert(
    fc.asyncProperty(texts, async (list) => {
      const together = await embedding.embed(list);
      for (const [index, text] of list.entries()) expect(together[index]).toEqual((await embedding.embed([text]))[0]);
    }),
    { numRuns: 6 },
  );
});

it('truncates and reports or refuses long texts, and rejects with the reason of a signal', async () => {
  await using embedding = await load(documentOnly, { maxLength: 4 });
  const cut: number[] = [];
  const onTruncation = ({ index }: { index: number }): number => cut.push(index);
  await embedding.embed(['honey', 'hello world honey'], { onTruncation });
  await embedding.queryEmbed('hello world honey', { onTruncation });
  expect(cut).toEqual([1, 0]);
  await using strict = await SparseTextEmbedding.load(splade, {
    modelPath: directory,
    isolation: 'inline',
    maxLength: 4,
    truncationPolicy: 'error',
  });
  await expect(strict.embed(['hello world honey'])).rejects.toThrow(SequenceTooLongError);
  const reason = new Error('enough');
  await expect(embedding.embed(['a'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await expect(embedding.queryEmbed('a', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it('refuses unsupported models, options of another model, and calls after dispose', async () => {
  await expect(SparseTextEmbedding.load('qdrant/MINICOIL-v1')).rejects.toThrow(
    /^Qdrant\/minicoil-v1 is not supported, because it needs an encoder for each word\. Use /,
  );
  await expect(SparseTextEmbedding.load('Qdrant/bm42-all-minilm-l6-v2-attentions')).rejects.toThrow(
    /come from attention/,
  );
  await expect(SparseTextEmbedding.load(splade, { k: 2, modelPath: directory })).rejects.toThrow(
    /an option of Qdrant\/bm25/,
  );
  const embedding = await load(splade);
  await embedding.dispose();
  await expect(embedding.embed(['a'])).rejects.toThrow(DisposedError);
  await expect(embedding.queryEmbed('a')).rejects.toThrow(DisposedError);
});

it('reads a table of weights that starts with a byte order mark', async () => {
  const other = await mkdtemp(join(tmpdir(), 'x-splade-'));
  try {
    await cp(directory, other, { recursive: true });
    await writeFile(join(other, 'idf.json'), '\uFEFF{"world": 2}');
    await using embedding = await SparseTextEmbedding.load(documentOnly, { modelPath: other, isolation: 'inline' });
    expect((await embedding.queryEmbed('world')).values).toEqual(Float32Array.of(2));
  } finally {
    await rm(other, { recursive: true });
  }
});

it('refuses a graph of another shape and a damaged table of weights', async () => {
  const other = await mkdtemp(join(tmpdir(), 'x-splade-'));
  try {
    await cp(directory, other, { recursive: true });
    await writeFile(join(other, 'idf.json'), '{"world": "heavy"}');
    await expect(SparseTextEmbedding.load(documentOnly, { modelPath: other, isolation: 'inline' })).rejects.toThrow(
      ModelFileError,
    );
    await writeFile(join(other, 'model.onnx'), lookUpGraph({ vocabulary, hidden: 2, valueOf: () => 1 }));
    await using embedding = await SparseTextEmbedding.load(splade, { modelPath: other, isolation: 'inline' });
    await expect(embedding.embed(['a'])).rejects.toThrow(/\[batch, tokens, 30522\]/);
  } finally {
    await rm(other, { recursive: true });
  }
});

it('reports a logit of NaN instead of dropping the word', async () => {
  const other = await mkdtemp(join(tmpdir(), 'x-splade-'));
  try {
    await cp(directory, other, { recursive: true });
    const valueOf = (token: number): number => (token === honey ? Number.NaN : 1);
    await writeFile(join(other, 'model.onnx'), vocabularyLogitsGraph({ vocabulary, hidden: 2, valueOf, weightOf }));
    await using embedding = await SparseTextEmbedding.load(splade, { modelPath: other, isolation: 'inline' });
    await expect(embedding.embed(['hello', 'honey'])).rejects.toMatchObject({ code: 'NON_FINITE_OUTPUT' });
  } finally {
    await rm(other, { recursive: true });
  }
});
