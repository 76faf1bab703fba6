import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Imported by package name, because the session's worker starts only from built files.
import { LateInteractionTextEmbedding, TextEmbedding } from '@x/embed';
import { InvalidArgumentError } from '@x/core';
import {
  type ExpectedVectors,
  hasSentenceTransformers,
  layOutModularModel,
  makeModularModels,
  type ModularModels,
  savedModularModels,
} from '@x/tiny-onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const tolerance = 1e-4;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-embed-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function load(models: ModularModels, name: string, options = {}): Promise<TextEmbedding> {
  const modelPath = join(folder, 'model');
  await layOutModularModel(models, name, modelPath);
  return TextEmbedding.load(name, { modelPath, isolation: 'inline', truncationPolicy: 'truncate', ...options });
}

/** Changes keys of one file of the model that was laid out. */
async function change(path: string, keys: object): Promise<void> {
  const place = join(folder, 'model', path);
  const configuration = JSON.parse(await readFile(place, 'utf8')) as object;
  await writeFile(place, JSON.stringify({ ...configuration, ...keys }));
}

function expectClose(actual: readonly Float32Array[], expected: readonly (readonly number[])[]): void {
  expect(actual.map((vector) => vector.length)).toEqual(expected.map((vector) => vector.length));
  const differences = expected.map((vector, row) =>
    vector.map((value, index) => Math.abs(value - actual[row]![index]!)),
  );
  expect(Math.max(...differences.flat())).toBeLessThan(tolerance);
}

async function expectEqualToPython(models: ModularModels, expected: ExpectedVectors): Promise<void> {
  const { texts, query, vectors, queryVector, passageVectors } = expected;
  // The counterparts of `encode`, and of `encode_query` and `encode_document` in versions that have them.
  await using embedding = await load(models, expected.name, { prefixes: 'model', specialTokens: 'parse' });
  expect(embedding.dimension).toBe(vectors[0]!.length);
  expectClose(await embedding.embed(texts), vectors);
  if (queryVector === undefined || passageVectors === undefined) return;
  expectClose([await embedding.queryEmbed(query)], [queryVector]);
  expectClose(await embedding.passageEmbed(texts), passageVectors);
}

const saved = await Promise.all((['3.4.1', '6.2.0'] as const).map((version) => savedModularModels(version)));

describe.each(saved)('a model saved by sentence-transformers $versions.sentence-transformers', (models) => {
  it.each(models.embedders)('returns the vectors of Python: $name', (expected) =>
    expectEqualToPython(models, expected),
  );
});

// Runs only if Python (or the Python in X_TEST_PYTHON) has sentence-transformers. Otherwise the saved models above are the only check.
it('models saved by the installed sentence-transformers return its vectors', { timeout: 300_000 }, async ({ skip }) => {
  skip(!hasSentenceTransformers(), 'Python has no sentence-transformers');
  const models = await makeModularModels(join(folder, 'made'));
  for (const expected of models.embedders) {
    await expectEqualToPython(models, expected);
    await rm(join(folder, 'model'), { recursive: true });
  }
});

describe('a model with layers after its pooling', () => {
  const [, models] = saved as [ModularModels, ModularModels];

  it('returns the same vectors in a worker thread and in a child process as inline', async () => {
    const { texts } = models.embedders[0]!;
    await using inline = await load(models, 'layer-norm');
    for (const isolation of ['worker', 'process'] as const) {
      await using other = await load(models, 'layer-norm', { isolation });
      expect(await other.embed(texts)).toEqual(await inline.embed(texts));
    }
  });

  it('has no token vectors, because they are in another space', async () => {
    await using embedding = await load(models, 'dense-normalize');
    expect(embedding.hasTokenVectors).toBe(false);
    const modelPath = join(folder, 'model');
    const asked = [
      embedding.passageEmbedWithTokens(['hello']),
      LateInteractionTextEmbedding.load('own', { modelPath, isolation: 'inline' }),
    ];
    for (const attempt of asked) {
      await expect(attempt).rejects.toThrow('layers after its pooling');
      await expect(attempt).rejects.toSatisfy(InvalidArgumentError.isInstance);
    }
  });

  it('has token vectors if the layers only normalize, but not if they truncate', async () => {
    const modelPath = join(folder, 'model');
    await layOutModularModel(models, 'lower-case', modelPath);
    await change('1_Pooling/config.json', { pooling_mode: 'mean' });
    const options = { modelPath, isolation: 'inline' } as const;
    await using cut = await TextEmbedding.load('own', options);
    expect(cut).toMatchObject({ dimension: 5, hasTokenVectors: false });
    await change('config_sentence_transformers.json', { truncate_dim: null });
    await using whole = await TextEmbedding.load('own', options);
    expect(whole).toMatchObject({ dimension: 16, hasTokenVectors: true });
    const [embedding] = await whole.passageEmbedWithTokens(['hello world']);
    expect([embedding!.vector]).toEqual(await whole.passageEmbed(['hello world']));
    expect(embedding!.tokenVectors.map((vector) => vector.length)).toEqual([16, 16, 16, 16]);
    // A prompt that is left out of the pooling would also have to be left out of the token vectors.
    await change('1_Pooling/config.json', { include_prompt: false });
    await change('config_sentence_transformers.json', { prompts: { query: 'query : ' } });
    await using bare = await TextEmbedding.load('own', options);
    await using prompted = await TextEmbedding.load('own', { ...options, prefixes: 'model' });
    expect([bare.hasTokenVectors, prompted.hasTokenVectors]).toEqual([true, false]);
  });

  it("adds a prompt only with prefixes: 'model', including to the texts of a stream", async () => {
    const { texts, query, vectors } = models.embedders.find(({ name }) => name === 'prompt-left-out')!;
    await using bare = await load(models, 'prompt-left-out');
    const [expected] = await bare.embed([query]);
    expect(await bare.queryEmbed(query)).toEqual(expected);
    await using prompted = await load(models, 'prompt-left-out', { prefixes: 'model' });
    const streamed: Float32Array[] = [];
    for await (const vector of prompted.embedStream(texts)) streamed.push(vector);
    expectClose(streamed, vectors);
    await expect(prompted.embed(['a', 7 as never])).rejects.toThrow('documents[1]');
  });

  // sentence-transformers 6.2.0 returns the same vector: its prompt_length is 5 for this limit of 6 tokens.
  it('pools its last special token when the prompt that it leaves out fills the limit', async () => {
    const modelPath = join(folder, 'model');
    await layOutModularModel(models, 'prompt-left-out', modelPath);
    await change('sentence_bert_config.json', { max_seq_length: 6 });
    const prompts = { query: 'hello world the bees make honey in ' };
    await change('config_sentence_transformers.json', { prompts, default_prompt_name: null });
    const options = { modelPath, isolation: 'inline', prefixes: 'model', truncationPolicy: 'truncate' } as const;
    await using embedding = await TextEmbedding.load('own', options);
    await change('1_Pooling/config.json', { pooling_mode: 'lasttoken', include_prompt: true });
    await using ofLastToken = await TextEmbedding.load('own', options);
    expect(await embedding.queryEmbed('the hive')).toEqual(await ofLastToken.queryEmbed('the hive'));
  });

  it('takes pooling and prompts from its files when it was added by name', async () => {
    const { query, queryVector } = models.embedders.find(({ name }) => name === 'prompt-left-out')!;
    TextEmbedding.addCustomModel({
      model: 'own/prompted',
      dimension: 8,
      pooling: 'cls',
      normalize: true,
      modular: true,
    });
    const modelPath = join(folder, 'model');
    await layOutModularModel(models, 'prompt-left-out', modelPath);
    const options = { modelPath, isolation: 'inline', prefixes: 'model' } as const;
    await using embedding = await TextEmbedding.load('own/prompted', options);
    expectClose([await embedding.queryEmbed(query)], [queryVector!]);
  });

  it('is refused when its description has another dimension', async () => {
    TextEmbedding.addCustomModel({ model: 'own/eight', dimension: 7, pooling: 'mean', normalize: true, modular: true });
    const modelPath = join(folder, 'model');
    await layOutModularModel(models, 'dense-normalize', modelPath);
    const loading = TextEmbedding.load('own/eight', { modelPath, isolation: 'inline' });
    await expect(loading).rejects.toThrow(
      "the modules yield vectors of 8 components, but the model's description has 7",
    );
  });
});
