import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ModelFileError, ShapeMismatchError } from '@x/core';
// Imported by package name, because the session's worker starts only from built files.
import { TextCrossEncoder } from '@x/cross-encoder';
import { startHubServer } from '@x/hub-server';
import {
  type ExpectedScores,
  hasSentenceTransformers,
  layOutModularModel,
  lookUpGraph,
  makeModularModels,
  type ModularModels,
  pooledGraph,
  savedModularModels,
} from '@x/tiny-onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const tolerance = 1e-4;
const models = await savedModularModels('6.2.0');
const [ettin] = models.rerankers as [ExpectedScores];
let folder: string;
let modelPath: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-cross-encoder-'));
  modelPath = join(folder, 'model');
});
afterEach(() => rm(folder, { recursive: true }));

async function layOut(name: string, from: ModularModels = models): Promise<void> {
  await layOutModularModel(from, name, modelPath);
}
const load = (options = {}): Promise<TextCrossEncoder> =>
  TextCrossEncoder.load('own/modular', { modelPath, isolation: 'inline', truncationPolicy: 'truncate', ...options });

async function expectEqualToPython(from: ModularModels, { name, query, texts, scores }: ExpectedScores): Promise<void> {
  await layOut(name, from);
  await using reranker = await load();
  const actual = await reranker.score(query, texts);
  expect(actual).toHaveLength(scores.length);
  expect(Math.max(...scores.map((score, index) => Math.abs(score - actual[index]!)))).toBeLessThan(tolerance);
}

describe('a modular reranker saved by sentence-transformers 6.2.0', () => {
  it.each(models.rerankers)('returns the scores of Python: $name', (expected) => expectEqualToPython(models, expected));

  it('returns the same scores in a worker thread and in a child process as inline', async () => {
    await layOut('ettin');
    await using inline = await load();
    const scores = await inline.score(ettin.query, ettin.texts);
    for (const isolation of ['worker', 'process'] as const) {
      await using other = await load({ isolation });
      expect(await other.score(ettin.query, ettin.texts)).toEqual(scores);
    }
  });

  it('applies the activation of its configuration, unless a call names another', async () => {
    await layOut('mean-sigmoid');
    await using reranker = await load();
    const [raw] = await reranker.score('hello', ['world'], { activation: 'none' });
    const [score] = await reranker.score('hello', ['world']);
    expect(score).toBeCloseTo(1 / (1 + Math.exp(-raw!)), 6);
  });
});

// Runs only if Python (or the Python in X_TEST_PYTHON) has sentence-transformers. Otherwise the saved models above are the only check.
it(
  'modular rerankers saved by the installed sentence-transformers return its scores',
  { timeout: 300_000 },
  async ({ skip }) => {
    skip(!hasSentenceTransformers(), 'Python has no sentence-transformers');
    const made = await makeModularModels(join(folder, 'made'));
    for (const expected of made.rerankers) {
      await expectEqualToPython(made, expected);
      await rm(modelPath, { recursive: true });
    }
  },
);

describe('a modular reranker', () => {
  it('is downloaded with the weights of its head, and loaded from the cache afterwards', async () => {
    await layOut('ettin');
    const paths = ['modules.json', 'sentence_bert_config.json', 'config_sentence_transformers.json', 'config.json'];
    const head = ['1_Pooling', '2_Dense', '3_LayerNorm', '4_Dense'].map((name) => `${name}/config.json`);
    const weights = ['2_Dense', '3_LayerNorm', '4_Dense'].map((name) => `${name}/model.safetensors`);
    const all = [...paths, ...head, ...weights, 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
    const files = Object.fromEntries(
      await Promise.all(all.map(async (path) => [path, await readFile(join(modelPath, path))] as const)),
    );
    await using hub = await startHubServer({ repositories: { 'org/ettin': files } });
    const place = { cacheDir: folder, endpoint: hub.url, isolation: 'inline', truncationPolicy: 'truncate' } as const;
    for (const [source, offline] of [
      ['hub', false],
      ['cache', true],
    ] as const) {
      await using reranker = await TextCrossEncoder.load('org/ettin', { ...place, offline });
      expect(reranker.source).toBe(source);
      const scores = await reranker.score(ettin.query, ettin.texts);
      expect(scores[0]).toBeCloseTo(ettin.scores[0]!, 4);
    }
  });

  it('does not apply its head again when the graph returns logits', async () => {
    await layOut('ettin');
    const vocabulary = 60;
    const graph = pooledGraph({ vocabulary, columns: 1, valueOf: (token) => token });
    await writeFile(join(modelPath, 'onnx/model.onnx'), graph);
    await using reranker = await load();
    expect(await reranker.score('hello', ['world'])).not.toEqual([0]);
  });

  it('reads logits from the graph, and the activation from the configuration, if the transformer is its only module', async () => {
    await layOut('mean-sigmoid');
    const [transformer] = JSON.parse(await readFile(join(modelPath, 'modules.json'), 'utf8')) as unknown[];
    await writeFile(join(modelPath, 'modules.json'), JSON.stringify([transformer]));
    await writeFile(
      join(modelPath, 'sentence_bert_config.json'),
      JSON.stringify({
        transformer_task: 'sequence-classification',
        modality_config: { text: { method: 'forward', method_output_name: 'logits' } },
        module_output_name: 'scores',
      }),
    );
    const graph = pooledGraph({ vocabulary: 60, columns: 1, valueOf: (token) => token / 1000 });
    await writeFile(join(modelPath, 'onnx/model.onnx'), graph);
    await using reranker = await load();
    const [raw] = await reranker.score('hello', ['world'], { activation: 'none' });
    expect(raw).toBeGreaterThan(0);
    expect(await reranker.score('hello', ['world'])).toEqual([1 / (1 + Math.exp(-raw!))]);
  });

  it('requires a logitRule if it has several logits', async () => {
    await layOut('ettin');
    await layOutModularModel(models, 'layer-norm', join(folder, 'other'));
    const weights = join(modelPath, '4_Dense/model.safetensors');
    await writeFile(weights, await readFile(join(folder, 'other/5_Dense/model.safetensors')));
    const path = join(modelPath, '4_Dense/config.json');
    const configuration = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...configuration, out_features: 6 }));
    await expect(load()).rejects.toSatisfy(ShapeMismatchError.isInstance);
    const scoreBy = async (logitRule: 'first' | 'last' | 'difference'): Promise<number> => {
      await using reranker = await load({ logitRule });
      return (await reranker.score('hello', ['world']))[0]!;
    };
    const [first, last] = [await scoreBy('first'), await scoreBy('last')];
    expect(first).not.toBeCloseTo(last, 2);
    expect(await scoreBy('difference')).toBeCloseTo(last - first, 5);
  });

  it('is refused when the graph returns token vectors of another dimension', async () => {
    await layOut('ettin');
    const graph = lookUpGraph({ vocabulary: 60, hidden: 8, valueOf: () => 1 });
    await writeFile(join(modelPath, 'onnx/model.onnx'), graph);
    await using reranker = await load();
    await expect(reranker.score('hello', ['world'])).rejects.toSatisfy(ShapeMismatchError.isInstance);
  });

  it('is refused when its configuration is not supported, and the message names the key', async () => {
    await layOut('ettin');
    const path = join(modelPath, '2_Dense/config.json');
    const configuration = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...configuration, dropout: 0.5 }));
    const error = await load().catch((thrown: unknown) => thrown);
    expect(ModelFileError.isInstance(error) && error.message).toContain('2_Dense/config.json: its key "dropout"');
  });
});

// Needs the real weights, 71 MB from the hub, so it runs only on request.
it.runIf(process.env['X_TEST_HUB'] === '1')(
  'ettin-reranker-17m-v1 ranks the answer before a similar sentence, and that before an unrelated one',
  { timeout: 3_600_000 },
  async () => {
    await using reranker = await TextCrossEncoder.load('cross-encoder/ettin-reranker-17m-v1');
    const documents = [
      'Bread needs flour and water.',
      'Paris is the capital of France.',
      'Rome is the capital of Italy.',
    ];
    const ranked = await reranker.rerank('What is the capital of France?', documents);
    expect(ranked.map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(reranker.maxLength).toBe(7999);
  },
);
