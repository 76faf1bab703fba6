import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelFileError } from '@x/core';
import { writeSafetensors } from '@x/tiny-onnx';
import { describe, expect, it } from 'vitest';
import {
  type Configurations,
  exampleConfigurations,
  exampleModules,
  modelDirectory,
} from '../__fixtures__/model-directory.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import type { ModelType } from './model-configuration.ts';
import { moduleFiles } from './module-list.ts';
import { type ModelModules, readModelModules } from './read-model-modules.ts';

async function read(
  files: Readonly<Record<string, Uint8Array>>,
  type: ModelType = 'SentenceTransformer',
): Promise<ModelModules | undefined> {
  await using folder = await temporaryFolder();
  await folder.write(files);
  return await readModelModules(folder.path, type);
}

/** Returns the example with changed keys in the configuration of one kind. */
const changed = (kind: string, keys: Readonly<Record<string, unknown>>): Configurations => ({
  ...exampleConfigurations,
  [kind]: { ...exampleConfigurations[kind], ...keys },
});
/** Returns the example with the configuration of one kind replaced. */
const replaced = (kind: string, keys: Readonly<Record<string, unknown>>): Configurations => ({
  ...exampleConfigurations,
  [kind]: keys,
});

async function refusalOf(reading: Promise<unknown>): Promise<string> {
  const error = await reading.catch((thrown: unknown) => thrown);
  return ModelFileError.isInstance(error) ? error.message : `no refusal: ${String(error)}`;
}

describe('a modular model', () => {
  it('is read with its pooling, the following layers and their weights', async () => {
    expect(await read(modelDirectory())).toEqual({
      prompts: { query: 'query: ', document: '' },
      defaultPrompt: '',
      pooling: { mode: 'mean', dimension: 4, includePrompt: true },
      dimension: 3,
      layers: [
        {
          kind: 'dense',
          inputs: 4,
          outputs: 3,
          weight: Float32Array.from({ length: 12 }, (_, index) => index),
          bias: Float32Array.of(-0, -1, -2),
          activation: 'gelu',
        },
        { kind: 'layerNorm', weight: Float32Array.of(1, 2, 3), bias: Float32Array.of(0, 0.1, 0.2), epsilon: 1e-5 },
        { kind: 'normalize' },
      ],
    });
  });

  it('is undefined without a modules.json', async () => {
    expect(await read({ 'config.json': Buffer.from('{}') })).toBeUndefined();
  });

  it.each([
    [{ bias: false }, expect.not.objectContaining({ bias: expect.anything() })],
    [{ activation_function: 'torch.nn.modules.linear.Identity' }, { activation: 'identity' }],
    [{ activation_function: 'torch.nn.modules.activation.Tanh' }, { activation: 'tanh' }],
    [{ use_residual: true }, { residual: Float32Array.from({ length: 12 }, (_, index) => index / 2) }],
  ])('has a dense layer according to %j', async (keys, expected) => {
    const modules = await read(modelDirectory(changed('Dense', keys)));
    expect(modules?.layers[0]).toMatchObject(expected);
  });

  it('has tanh in a dense layer without an activation, like the module of PyTorch', async () => {
    const modules = await read(modelDirectory(replaced('Dense', { in_features: 4, out_features: 3 })));
    expect(modules?.layers[0]).toMatchObject({ activation: 'tanh', bias: expect.anything() });
  });

  it.each([
    [
      '4 and older',
      { word_embedding_dimension: 4, pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
      'cls',
    ],
    ['older, with no flag set', { word_embedding_dimension: 4, pooling_mode_cls_token: false }, 'mean'],
    [
      'older and new, of which the new takes precedence',
      { embedding_dimension: 4, pooling_mode: 'cls', pooling_mode_mean_tokens: true },
      'cls',
    ],
    ['a list of one', { embedding_dimension: 4, pooling_mode: ['lasttoken'] }, 'lastToken'],
    ['no mode', { embedding_dimension: 4 }, 'mean'],
  ])('may have this format of its pooling: %s', async (_, keys, mode) => {
    const modules = await read(modelDirectory(replaced('Pooling', keys)));
    expect(modules?.pooling).toEqual({ mode, dimension: 4, includePrompt: true });
  });

  it('may exclude a prompt from its pooling and truncate its vectors', async () => {
    const pooled = await read(modelDirectory(changed('Pooling', { include_prompt: false })));
    expect(pooled?.pooling?.includePrompt).toBe(false);
    const cut = await read(modelDirectory(changed('config_sentence_transformers.json', { truncate_dim: 2 })));
    expect(cut).toMatchObject({ dimension: 2 });
    expect(cut?.layers.at(-1)).toEqual({ kind: 'truncate', dimension: 2 });
    const whole = await read(modelDirectory(changed('config_sentence_transformers.json', { truncate_dim: 9 })));
    expect(whole?.dimension).toBe(3);
  });

  it.each([
    [{ prompts: { query: 'q ', extra: 'e ' }, default_prompt_name: 'extra' }, { defaultPrompt: 'e ' }],
    [
      { prompts: { query: null, document: 'd ' }, default_prompt_name: 'query' },
      { prompts: { document: 'd ' }, defaultPrompt: '' },
    ],
    [{ activation_fn: 'torch.nn.modules.activation.Sigmoid' }, { activation: 'sigmoid' }],
    [{ activation_fn: 'torch.nn.modules.linear.Identity' }, { activation: 'none' }],
  ])('has the settings %j of its configuration', async (keys, expected) => {
    expect(await read(modelDirectory(replaced('config_sentence_transformers.json', keys)))).toMatchObject(expected);
  });

  it('may store its weights in half precision', async () => {
    const [one, two] = [0x3f80, 0x4000];
    const norm = writeSafetensors({
      'norm.weight': { dtype: 'BF16', shape: [3], data: Uint16Array.of(one, two, one) },
      'norm.bias': { dtype: 'F16', shape: [3], data: Uint16Array.of(0x3c00, 0, 0) },
    });
    const modules = await read({ ...modelDirectory(), '3_LayerNorm/model.safetensors': norm });
    expect(modules?.layers[1]).toMatchObject({ weight: Float32Array.of(1, 2, 1), bias: Float32Array.of(1, 0, 0) });
  });

  it('is rejected when the weights of a layer are missing, and the message states the remedy', async () => {
    await using folder = await temporaryFolder();
    await folder.write(modelDirectory());
    await rm(join(folder.path, '2_Dense/model.safetensors'));
    expect(await refusalOf(readModelModules(folder.path, 'SentenceTransformer'))).toMatch(
      /2_Dense\/model\.safetensors.*pytorch_model\.bin are not read: save the model again/,
    );
  });

  it.each([
    ['its tensors', { '2_Dense/model.safetensors': writeSafetensors({}) }, 'it has no tensor "linear.weight"'],
    ['valid JSON', { '1_Pooling/config.json': Buffer.from('[{') }, 'not valid JSON'],
    ['a JSON object', { '1_Pooling/config.json': Buffer.from('[]') }, 'it is not a JSON object'],
    ['a list of modules', { 'modules.json': Buffer.from('{}') }, 'it is not a list of modules'],
    ['the current name of its configuration file', { 'sentence_roberta_config.json': Buffer.from('{}') }, 'rename it'],
  ])('is rejected if it lacks %s', async (_, files, message) => {
    const { 'sentence_bert_config.json': _transformer, ...rest } = modelDirectory();
    expect(await refusalOf(read({ ...rest, ...files }))).toContain(message);
  });

  const [transformer, pooling, dense, layerNorm] = exampleModules;
  it.each([
    ['no transformer', [pooling], 'its first module is not a Transformer'],
    ['no pooling', [transformer], 'it names no pooling module'],
    ['its pooling after a layer', [transformer, dense, pooling], 'it names no pooling module'],
    ['two poolings', [transformer, pooling, pooling], 'a module "Pooling" after its pooling is not supported'],
    [
      'layers that do not fit',
      [transformer, pooling, layerNorm],
      'its dimension is 3, but the vectors before it have 4',
    ],
    [
      'a transformer with a folder',
      [{ ...transformer, path: '0_Transformer' }, pooling],
      'is not read from a separate folder',
    ],
  ])('is rejected if it has %s', async (_, modules, message) => {
    const files = modelDirectory(exampleConfigurations, modules);
    files['0_Transformer/sentence_bert_config.json'] = Buffer.from('{"max_seq_length": 5}');
    expect(await refusalOf(read(files))).toContain(message);
  });

  it('lists its files: configurations and the weights of its layers, without those of the encoder', async () => {
    await using folder = await temporaryFolder();
    expect(await moduleFiles(folder.path)).toEqual([]);
    await folder.write(modelDirectory());
    expect(await moduleFiles(folder.path)).toEqual([
      '1_Pooling/config.json',
      '2_Dense/config.json',
      '2_Dense/model.safetensors',
      '3_LayerNorm/config.json',
      '3_LayerNorm/model.safetensors',
      '4_Dropout/config.json',
      '5_Normalize/config.json',
    ]);
  });
});

describe('a modular reranker', () => {
  const [transformer, pooling, dense] = exampleModules;
  const toScores: Configurations = {
    ...changed('Dense', { module_output_name: 'scores' }),
    'config_sentence_transformers.json': { model_type: 'CrossEncoder', prompts: {}, default_prompt_name: null },
  };

  it('is read with its pooling and the dense layer that returns its scores', async () => {
    const modules = await read(modelDirectory(toScores, [transformer, pooling, dense]), 'CrossEncoder');
    expect(modules).toMatchObject({ pooling: { mode: 'mean' }, dimension: 3, layers: [{ kind: 'dense' }] });
  });

  it('that is only a transformer has its head in the graph', async () => {
    const configurations = {
      'config_sentence_transformers.json': { activation_fn: 'torch.nn.modules.activation.Sigmoid' },
      Transformer: {
        transformer_task: 'sequence-classification',
        modality_config: { text: { method: 'forward', method_output_name: 'logits' } },
        module_output_name: 'scores',
      },
    };
    const modules = await read(modelDirectory(configurations, [transformer]), 'CrossEncoder');
    expect(modules).toEqual({ prompts: {}, defaultPrompt: '', activation: 'sigmoid', layers: [] });
  });

  it.each([
    ['has another model type', exampleConfigurations, 'its model_type is "SentenceTransformer"'],
    [
      'returns no scores',
      changed('config_sentence_transformers.json', { model_type: 'CrossEncoder' }),
      'a CrossEncoder needs "scores"',
    ],
    [
      'has a prompt for every pair',
      { ...toScores, 'config_sentence_transformers.json': { prompts: { a: 'b' }, default_prompt_name: 'a' } },
      'puts a prompt in front of every pair',
    ],
  ])('that %s is refused', async (_, configurations, message) => {
    const files = modelDirectory(configurations, [transformer, pooling, dense]);
    expect(await refusalOf(read(files, 'CrossEncoder'))).toContain(message);
  });
});
