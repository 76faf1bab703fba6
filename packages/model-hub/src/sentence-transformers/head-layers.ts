import { join } from 'node:path';
import { type DenseActivation, type DenseLayer, type HeadLayer, type LayerNormLayer, ModelFileError } from '@x/core';
import { fileSize } from '../file-status.ts';
import { readSafetensors, type SafetensorsTensor, toFloat32 } from '../safetensors/read-safetensors.ts';
import { type ConfigurationKind, refusal, requireKnownKeys, shorten } from './configuration-keys.ts';
import type { ListedModule } from './module-list.ts';
import { readJson } from './read-json.ts';

/** A layer and its output. */
export interface ReadLayer {
  /** Absent for a module without effect outside of training. */
  readonly layer?: HeadLayer;
  /** Number of components of its output vector. */
  readonly dimension: number;
  /** Name of the output in sentence-transformers: `sentence_embedding`, or `scores` at the end of a reranker. */
  readonly outputName: string;
}

const headKinds = ['Dense', 'LayerNorm', 'Normalize', 'Dropout'] as const;

/** Returns true for a module that may follow the pooling. */
export function isHeadKind(kind: string): kind is (typeof headKinds)[number] {
  return (headKinds as readonly string[]).includes(kind);
}

/**
 * Reads a module of a model's head with its weights. `dimension` is the dimension of its input vectors.
 *
 * @throws {ModelFileError} when a file is missing or damaged, its weights do not have the shapes in its configuration, or the configuration is not
 * supported.
 */
export async function readHeadLayer(directory: string, module: ListedModule, dimension: number): Promise<ReadLayer> {
  const { kind, folder } = module;
  const path = join(directory, folder, 'config.json');
  const configuration = requireKnownKeys(path, kind as ConfigurationKind, (await readJson(path)) ?? {});
  const weights = join(directory, folder, 'model.safetensors');
  const outputName = 'sentence_embedding';
  if (kind === 'Normalize') return { layer: { kind: 'normalize' }, dimension, outputName };
  if (kind === 'Dropout') return { dimension, outputName };
  if (kind === 'LayerNorm') {
    requireSize(path, configuration, 'dimension', dimension);
    return { layer: await readLayerNorm(weights, dimension), dimension, outputName };
  }
  requireSize(path, configuration, 'in_features', dimension);
  const layer = await readDense({ path, configuration, weights, inputs: dimension });
  const name = configuration['module_output_name'] ?? outputName;
  if (typeof name !== 'string') throw refusal(path, `its module_output_name is ${shorten(name)}, not a name`);
  return { layer, dimension: layer.outputs, outputName: name };
}

const activations: Readonly<Record<string, DenseActivation>> = {
  'torch.nn.modules.linear.Identity': 'identity',
  'torch.nn.modules.activation.Tanh': 'tanh',
  'torch.nn.modules.activation.GELU': 'gelu',
};

interface DenseFiles {
  readonly path: string;
  readonly configuration: Record<string, unknown>;
  readonly weights: string;
  readonly inputs: number;
}

async function readDense({ path, configuration, weights, inputs }: DenseFiles): Promise<DenseLayer> {
  const {
    out_features: outputs,
    bias: hasBias = true,
    use_residual: hasResidual = false,
    activation_function: named = 'torch.nn.modules.activation.Tanh',
  } = configuration;
  if (!Number.isSafeInteger(outputs) || (outputs as number) < 1) throw refusal(path, 'it states no out_features');
  const [rows, activation] = [outputs as number, activations[String(named)]];
  if (activation === undefined) {
    const known = Object.keys(activations).join(', ');
    throw refusal(path, `its activation_function ${shorten(named)} is not supported; it must be one of ${known}`);
  }
  requireFlag(path, 'bias', hasBias);
  requireFlag(path, 'use_residual', hasResidual);
  const tensors = await readTensors(weights);
  const residual = !hasResidual ? undefined : rows === inputs ? 'input' : tensors('residual.weight', [rows, inputs]);
  return {
    kind: 'dense',
    inputs,
    outputs: rows,
    weight: tensors('linear.weight', [rows, inputs]),
    ...(hasBias === true && { bias: tensors('linear.bias', [rows]) }),
    activation,
    ...(residual !== undefined && { residual }),
  };
}

// The default of torch.nn.LayerNorm, which cannot be changed in the module's configuration.
const layerNormEpsilon = 1e-5;

async function readLayerNorm(weights: string, dimension: number): Promise<LayerNormLayer> {
  const tensors = await readTensors(weights);
  return {
    kind: 'layerNorm',
    weight: tensors('norm.weight', [dimension]),
    bias: tensors('norm.bias', [dimension]),
    epsilon: layerNormEpsilon,
  };
}

/** Reads a file of weights, and returns a function that returns a tensor by its name and shape. */
async function readTensors(path: string): Promise<(name: string, shape: readonly number[]) => Float32Array> {
  if ((await fileSize(path)) === undefined) {
    const message =
      'the file does not exist. Weights in a pytorch_model.bin are not read: save the model again with sentence-transformers 3 or later.';
    throw new ModelFileError({ path, problem: 'missing', message });
  }
  const tensors = await readSafetensors(path);
  return (name, shape) => {
    const tensor: SafetensorsTensor | undefined = tensors.get(name);
    const found =
      tensor === undefined ? `it has no tensor "${name}"` : `its tensor "${name}" is [${tensor.shape.join(', ')}]`;
    if (tensor?.shape.join() === shape.join()) return toFloat32(tensor);
    throw refusal(path, `${found}, but [${shape.join(', ')}] is expected`);
  };
}

function requireSize(path: string, configuration: Record<string, unknown>, key: string, size: number): void {
  const value = configuration[key];
  if (value !== size)
    throw refusal(path, `its ${key} is ${shorten(value)}, but the vectors before it have ${size} components`);
}

function requireFlag(path: string, key: string, value: unknown): void {
  if (typeof value !== 'boolean') throw refusal(path, `its ${key} is ${shorten(value)}, not true or false`);
}
