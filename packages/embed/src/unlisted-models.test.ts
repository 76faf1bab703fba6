import { cp, mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, ModelFileError, type ProgressEvent, UnknownModelError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextEmbedding } from '@x/embed';
import { type HubServer, startHubServer } from '@x/hub-server';
import { externalDataGraph, lookUpGraph } from '@x/tiny-onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const shipped = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/', import.meta.url));
const [cls, sep, hello] = [101, 102, 7592];
const vocabulary = 30_522;
const inTwoFiles = externalDataGraph({
  vocabulary,
  files: ['model.onnx_data', 'model.onnx_data_1'],
  valueOf: (token, component) => (component === 0 ? token : 1),
});
const half = lookUpGraph({ vocabulary, hidden: 2, valueOf: (token, component) => (component === 0 ? 2 * token : 1) });
const modules = ['Transformer', 'Pooling'].map((kind, index) => ({
  type: `sentence_transformers.models.${kind}`,
  path: index === 0 ? '' : '1_Pooling',
}));
const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** A repository in the layout of sentence-transformers with an ONNX export. */
const complete: Readonly<Record<string, Uint8Array>> = {
  'modules.json': json(modules),
  '1_Pooling/config.json': json({ word_embedding_dimension: 2, pooling_mode_mean_tokens: true }),
  'sentence_bert_config.json': json({ max_seq_length: 40 }),
  'config_sentence_transformers.json': json({ prompts: { query: 'hello ', document: '' } }),
  'tokenizer.json': await readFile(join(shipped, 'tokenizer.json')),
  'tokenizer_config.json': json({ model_max_length: 512 }),
  'onnx/model.onnx': inTwoFiles.graph,
  'onnx/model.onnx_data': inTwoFiles.files['model.onnx_data']!,
  'onnx/model.onnx_data_1': inTwoFiles.files['model.onnx_data_1']!,
  'onnx/model_fp16.onnx': half,
  'pytorch_model.bin': new Uint8Array(10),
  'README.md': Buffer.from('# A model'),
};
const { 'modules.json': _, ...withoutModules } = complete;
const { 'onnx/model.onnx': _graph, ...withoutGraph } = complete;

let folder: string;
let hub: HubServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-embed-'));
  hub = await startHubServer({
    repositories: {
      'org/complete': complete,
      'org/silent': withoutModules,
      'org/at-root': { ...withoutGraph, 'model.onnx': half },
      'org/no-graph': withoutGraph,
      'org/lstm': {
        ...complete,
        'modules.json': json([...modules, { type: 'sentence_transformers.models.LSTM', path: '2_LSTM' }]),
      },
    },
  });
});
afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const load = (name: string, options = {}): Promise<TextEmbedding> =>
  TextEmbedding.load(name, { cacheDir: folder, endpoint: hub.url, isolation: 'inline', ...options });
const fetched = (): string[] =>
  hub.requests.filter(({ url }) => url.includes('/resolve/')).map(({ url }) => url.replace(/^.*\/resolve\/\w+\//, ''));

/** Moves a blob to the store for all repositories that huggingface_hub uses since 1.32. Each blob gets its own folder here. */
async function moveToSharedStore(path: string, index: number): Promise<void> {
  const blob = await realpath(join(folder, 'models--org--complete/snapshots', hub.commit, path));
  const shared = join(folder, 'blobs', `0${index}`, `0${index}`.repeat(32));
  await mkdir(dirname(shared), { recursive: true });
  await rename(blob, shared);
  await symlink(relative(dirname(blob), shared), blob);
}

describe('a repository that no catalogue lists', () => {
  it('is downloaded with exactly its configuration and the files that its weights need', async () => {
    const events: ProgressEvent[] = [];
    await using embedding = await load('org/complete', { onProgress: (event: ProgressEvent) => events.push(event) });
    expect(embedding).toMatchObject({ modelName: 'org/complete', dimension: 2, maxLength: 40, source: 'hub' });
    expect((await embedding.embed(['hello']))[0]).toEqual(Float32Array.of((cls + hello + sep) / 3, 1));
    const wanted = Object.keys(complete).filter((path) => !/fp16|pytorch|README/.test(path));
    expect(fetched().toSorted()).toEqual(wanted.toSorted());
    expect(fetched().at(-1)).toBe('onnx/model.onnx');
    const downloads = events.filter(({ phase }) => phase === 'download');
    const total = wanted.reduce((sum, path) => sum + complete[path]!.byteLength, 0);
    expect(new Set(downloads.map((event) => event.total))).toEqual(new Set([total]));
    expect(downloads[0]?.completed).toBe(0);
    expect(downloads.at(-1)?.completed).toBe(total);
  });

  it('is loaded from the cache afterwards without a request, whether offline or not', async () => {
    await (await load('org/complete')).dispose();
    const before = hub.requests.length;
    for (const offline of [false, true]) {
      await using embedding = await load('org/complete', { offline });
      expect(embedding).toMatchObject({ source: 'cache', dimension: 2 });
      expect(await embedding.embed(['hello'])).toHaveLength(1);
    }
    expect(hub.requests).toHaveLength(before);
  });

  it('is loaded from a cache whose links point to different folders for its graph and its data', async () => {
    await (await load('org/complete')).dispose();
    const weights = Object.keys(complete).filter((path) => /model\.onnx/.test(path));
    for (const [index, path] of weights.entries()) await moveToSharedStore(path, index);
    await using embedding = await load('org/complete', { offline: true });
    expect((await embedding.embed(['hello']))[0]).toEqual(Float32Array.of((cls + hello + sep) / 3, 1));
  });

  it("uses the prompts of its configuration with prefixes: 'model'", async () => {
    await using embedding = await load('org/complete', { prefixes: 'model' });
    const [expected] = await embedding.embed(['hello world']);
    expect(await embedding.queryEmbed('world')).toEqual(expected);
    expect(await embedding.passageEmbed(['hello world'])).toEqual([expected]);
  });

  it('is downloaded in the number format of dtype, without the external data of another format', async () => {
    await using embedding = await load('org/complete', { dtype: 'fp16' });
    expect((await embedding.embed(['hello']))[0]![0]).toBeCloseTo((2 * (cls + hello + sep)) / 3, 2);
    expect(fetched().filter((path) => path.startsWith('onnx/'))).toEqual(['onnx/model_fp16.onnx']);
  });

  it('may have its weights at its root', async () => {
    await using embedding = await load('org/at-root');
    expect(await embedding.embed(['hello'])).toHaveLength(1);
  });

  it.each([
    ['org/silent', {}, 'has no modules.json'],
    ['org/no-graph', {}, 'Its .onnx files are: onnx/model_fp16.onnx.'],
    ['org/complete', { dtype: 'q4' }, 'has no onnx/model_q4.onnx or model_q4.onnx'],
    ['org/nowhere', {}, 'org/nowhere is private or does not exist'],
    ['org/complete', { revision: 'v9' }, 'no such revision'],
    ['org/complete', { offline: true }, 'npx @x/model-hub download org/complete" while'],
    ['org/complete', { offline: true, dtype: 'fp16' }, 'download org/complete --file onnx/model_fp16.onnx'],
  ])('%s %j is refused before any download: %s', async (name, options, reason) => {
    const error = await load(name, options).catch((thrown: unknown) => thrown);
    expect(UnknownModelError.isInstance(error) && error.message).toContain(reason);
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect(fetched()).toEqual([]);
  });

  it('is refused before its weights are downloaded when its modules are not supported', async () => {
    await expect(load('org/lstm')).rejects.toThrow(/"LSTM" is not supported/);
    expect(fetched().filter((path) => path.startsWith('onnx/'))).toEqual([]);
  });

  it('is not requested when its name has no owner', async () => {
    await expect(load('complete')).rejects.toSatisfy(UnknownModelError.isInstance);
    expect(hub.requests).toEqual([]);
  });
});

describe('a model that was added', () => {
  it('is downloaded with external data that its description does not list', async () => {
    const model = { dimension: 2, pooling: 'mean', normalize: false } as const;
    TextEmbedding.addCustomModel({ ...model, model: 'own/in-parts', sources: { hf: 'org/complete' } });
    await using embedding = await load('own/in-parts');
    expect((await embedding.embed(['hello']))[0]).toEqual(Float32Array.of((cls + hello + sep) / 3, 1));
  });
});

describe('a directory that no catalogue lists', () => {
  async function write(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
    const modelPath = join(folder, 'model');
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(modelPath, path)), { recursive: true });
      await writeFile(join(modelPath, path), content);
    }
    return modelPath;
  }

  it('is loaded in the same way as the same repository', async () => {
    const modelPath = await write(complete);
    await using embedding = await TextEmbedding.load('my own model', { modelPath, isolation: 'inline' });
    expect(embedding).toMatchObject({ modelName: 'my own model', dimension: 2, maxLength: 40, source: 'path' });
    expect((await embedding.embed(['hello']))[0]).toEqual(Float32Array.of((cls + hello + sep) / 3, 1));
  });

  it('requires a modules.json, unless a model package’s manifest states the same facts', async () => {
    const modelPath = await write(withoutModules);
    await expect(TextEmbedding.load('own', { modelPath })).rejects.toSatisfy(InvalidArgumentError.isInstance);
    const copy = join(folder, 'copy');
    await cp(shipped, copy, { recursive: true });
    await using embedding = await TextEmbedding.load('own', { modelPath: copy, isolation: 'inline' });
    expect(embedding).toMatchObject({ dimension: 384, license: 'apache-2.0' });
    await writeFile(join(copy, 'config.json'), '{}');
    await expect(TextEmbedding.load('own', { modelPath: copy })).rejects.toSatisfy(ModelFileError.isInstance);
  });
});

it('weights of another format than dtype are never used instead', async () => {
  const name = 'sentence-transformers/all-MiniLM-L6-v2';
  const error = await load(name, { dtype: 'fp16', offline: true }).catch((thrown: unknown) => thrown);
  expect((error as Error).message).toContain("dtype must be 'fp32' or 'int8', or omitted, but is");
  await expect(load(name, { dtype: 'fp16', modelPath: shipped })).rejects.toThrow('model_fp16.onnx');
});
