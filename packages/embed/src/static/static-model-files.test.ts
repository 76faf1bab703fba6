import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ModelFileError, NonFiniteOutputError, ShapeMismatchError } from '@x/core';
import { type TensorContent, writeSafetensors } from '@x/tiny-onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { PortableTokenizer } from '@x/tokenizer';
import { StaticTextEmbedding } from './static-text-embedding.ts';
import type { StaticTextEmbeddingOptions } from './static-text-embedding-options.ts';

const model = fileURLToPath(new URL('../__fixtures__/model2vec/float32', import.meta.url));
const tokens = (await PortableTokenizer.load(model)).vocabularySize;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-static-'));
  await cp(model, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);
const load = (options: StaticTextEmbeddingOptions = {}): Promise<StaticTextEmbedding> =>
  StaticTextEmbedding.load('acme/tiny', { modelPath: folder, ...options });
const tensor = (shape: number[], data: ArrayBufferView, dtype = 'F32'): TensorContent => ({ dtype, shape, data });
const twos = (length: number): Float32Array => new Float32Array(length).fill(2);

/** The keys that model2vec has written to `config.json` since its first version, and how each is treated. */
const keys: Record<string, readonly [value: unknown, 'obeyed' | 'harmless'][]> = {
  normalize: [
    [true, 'obeyed'],
    [false, 'obeyed'],
  ],
  max_length: [
    [512, 'obeyed'],
    [16, 'obeyed'],
  ],
  model_type: [['model2vec', 'harmless']],
  architectures: [[['StaticModel'], 'harmless']],
  tokenizer_name: [['baai/bge-base-en-v1.5', 'harmless']],
  apply_pca: [
    [256, 'harmless'],
    [null, 'harmless'],
    ['auto', 'harmless'],
  ],
  apply_zipf: [[true, 'harmless']],
  sif_coefficient: [[0.0001, 'harmless']],
  hidden_dim: [[256, 'harmless']],
  seq_length: [[1_000_000, 'harmless']],
  pooling: [['mean', 'harmless']],
  embedding_dtype: [['float16', 'harmless']],
  vocabulary_quantization: [[50, 'harmless']],
};
const rows = Object.entries(keys).flatMap(([key, values]) => values.map(([value, fate]) => ({ key, value, fate })));

describe('config.json of a static model', () => {
  it.each(rows)('may have $key $value, which is $fate', async ({ key, value, fate }) => {
    const long = 'the end of the year and of this time '.repeat(60);
    await write('config.json', '{}');
    const [plain] = await (await load({ truncationPolicy: 'truncate' })).embed([long]);
    await write('config.json', JSON.stringify({ [key]: value }));
    const [vector] = await (await load({ truncationPolicy: 'truncate' })).embed([long]);
    const isDefault = value === false || value === 512;
    if (fate === 'harmless' || isDefault) expect(vector).toEqual(plain);
    else expect(vector).not.toEqual(plain);
  });

  it.each([
    [{ model_type: 'bert' }, /model_type is "bert"/],
    [{ normalize: 'yes' }, /normalize is "yes"/],
    [{ max_length: 0.5 }, /max_length is 0.5/],
    [{ subword_pooling: 'max' }, /unknown key "subword_pooling"/],
    [[], /not a JSON object/],
  ])('is rejected if it contains %j, and the message names the key', async (config, message) => {
    await write('config.json', JSON.stringify(config));
    await expect(load()).rejects.toSatisfy(ModelFileError.isInstance);
    await expect(load()).rejects.toThrow(message);
  });

  it('is refused when it is missing or damaged, and the error names it', async () => {
    await write('config.json', '{');
    await expect(load()).rejects.toThrow(/config\.json: the file is not valid JSON/);
    await rm(join(folder, 'config.json'));
    await expect(load()).rejects.toThrow(/config\.json: the file does not exist/);
  });

  it('may set no limit or one above the maximum only with the option maxLength', async () => {
    for (const limit of [null, 5000]) {
      await write('config.json', JSON.stringify({ max_length: limit }));
      await expect(load()).rejects.toThrow(
        /^maxLength must be a whole number from 1 to 2048, but is undefined\. .* config\.json .*\.$/,
      );
      expect((await load({ maxLength: 9 })).maxLength).toBe(9);
    }
  });
});

describe('model.safetensors of a static model', () => {
  const fits = { embeddings: tensor([tokens, 3], twos(tokens * 3)) };
  it.each<[string, Record<string, TensorContent>, typeof ShapeMismatchError | typeof ModelFileError, RegExp]>([
    ['no embeddings', { 'embedding.weight': fits.embeddings }, ModelFileError, /no tensor "embeddings"/],
    [
      'integers',
      { embeddings: tensor([tokens, 1], new Int32Array(tokens), 'I32') },
      ModelFileError,
      /unsupported type I32/,
    ],
    ['one row too many', { embeddings: tensor([tokens + 1, 1], twos(tokens + 1)) }, ShapeMismatchError, /embeddings/],
    ['one dimension', { embeddings: tensor([tokens], twos(tokens)) }, ShapeMismatchError, /embeddings/],
    ['no columns', { embeddings: tensor([tokens, 0], twos(0)) }, ShapeMismatchError, /embeddings/],
    ['one weight too few', { ...fits, weights: tensor([tokens - 1], twos(tokens - 1)) }, ShapeMismatchError, /weights/],
    ['a short mapping', { ...fits, mapping: tensor([2], new Int32Array(2), 'I32') }, ShapeMismatchError, /mapping/],
    [
      'a mapping to a row that does not exist',
      { ...fits, mapping: tensor([tokens], new Int32Array(tokens).fill(tokens), 'I32') },
      ModelFileError,
      /refers to row \d+/,
    ],
  ])('is rejected if it contains %s', async (_, tensors, kind, message) => {
    await write('model.safetensors', writeSafetensors(tensors));
    await expect(load()).rejects.toSatisfy(kind.isInstance);
    await expect(load()).rejects.toThrow(message);
  });

  it('may have a mapping of 64-bit integers and weights of float64', async () => {
    const mapping = tensor([tokens], new BigInt64Array(tokens).fill(1n), 'I64');
    const weights = tensor([tokens], new Float64Array(tokens).fill(0.5), 'F64');
    const embeddings = tensor([2, 2], Float64Array.of(9, 9, 6, 8), 'F64');
    await write('config.json', '{}');
    await write('model.safetensors', writeSafetensors({ embeddings, mapping, weights }));
    expect(await (await load()).embed(['the end'])).toEqual([Float32Array.of(3, 4)]);
  });

  it('causes an error that names the document if it contains NaN for a token', async () => {
    await write(
      'model.safetensors',
      writeSafetensors({ embeddings: tensor([tokens, 1], twos(tokens).fill(Number.NaN)) }),
    );
    await expect((await load()).embed(['∰', 'the'])).rejects.toSatisfy(
      (error) => NonFiniteOutputError.isInstance(error) && error.index === 1,
    );
  });

  it('is refused when it is damaged or missing', async () => {
    await write('model.safetensors', Buffer.from('<!doctype html>'));
    await expect(load()).rejects.toMatchObject({ problem: 'html' });
    await rm(join(folder, 'model.safetensors'));
    await expect(load()).rejects.toMatchObject({ problem: 'missing' });
  });
});
