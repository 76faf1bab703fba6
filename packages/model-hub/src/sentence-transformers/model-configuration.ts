import { join } from 'node:path';
import { isPlainObject } from '@x/core';
import { refusal, requireKnownKeys, shorten } from './configuration-keys.ts';
import { readJson } from './read-json.ts';

/** The classes of sentence-transformers whose models are supported. */
export type ModelType = 'SentenceTransformer' | 'CrossEncoder';

/** Content of `config_sentence_transformers.json`, which applies to the whole model. */
export interface ModelConfiguration {
  /** Prompts to put before a text, by name. */
  readonly prompts: Readonly<Record<string, string>>;
  /** Prompt for a text when no prompt is named; empty for none. */
  readonly defaultPrompt: string;
  /** Number of components of a vector to keep. @default all */
  readonly truncateDimension?: number;
  /** Activation function for a reranker's scores. Absent when the file does not specify it. */
  readonly activation?: 'none' | 'sigmoid';
}

const activations: Readonly<Record<string, 'none' | 'sigmoid'>> = {
  'torch.nn.modules.linear.Identity': 'none',
  'torch.nn.modules.activation.Sigmoid': 'sigmoid',
};

/**
 * Reads the configuration of a model. Without the file, it returns a configuration without prompts.
 *
 * @throws {ModelFileError} when it belongs to another type of model or is not supported.
 */
export async function readModelConfiguration(directory: string, expectedType: ModelType): Promise<ModelConfiguration> {
  const path = join(directory, 'config_sentence_transformers.json');
  const content = await readJson(path);
  if (content === undefined) return { prompts: {}, defaultPrompt: '' };
  const configuration = requireKnownKeys(path, 'config_sentence_transformers.json', content);
  const { model_type: type = expectedType, truncate_dim: truncateDimension, activation_fn: named } = configuration;
  if (type !== expectedType) throw refusal(path, `its model_type is ${shorten(type)}, not "${expectedType}"`);
  const prompts = readPrompts(path, configuration['prompts']);
  const defaultPrompt = readDefaultPrompt(path, prompts, configuration['default_prompt_name']);
  if (isStated(truncateDimension) && (!Number.isSafeInteger(truncateDimension) || Number(truncateDimension) < 1)) {
    throw refusal(path, `its truncate_dim is ${shorten(truncateDimension)}, not a number of components`);
  }
  const activation = isStated(named) ? activations[String(named)] : undefined;
  if (isStated(named) && activation === undefined) {
    const known = Object.keys(activations).join(' or ');
    throw refusal(path, `its activation_fn ${shorten(named)} is not supported; it must be ${known}`);
  }
  return {
    prompts,
    defaultPrompt,
    ...(isStated(truncateDimension) && { truncateDimension: Number(truncateDimension) }),
    ...(activation !== undefined && { activation }),
  };
}

function readPrompts(path: string, value: unknown): Readonly<Record<string, string>> {
  if (!isStated(value)) return {};
  if (!isPlainObject(value)) throw refusal(path, `its prompts are ${shorten(value)}, not an object of strings`);
  const stated = Object.entries(value).filter(([, prompt]) => prompt !== null);
  const wrong = stated.find(([, prompt]) => typeof prompt !== 'string');
  if (wrong !== undefined) throw refusal(path, `its prompt ${shorten(wrong[0])} is ${shorten(wrong[1])}, not a string`);
  return Object.fromEntries(stated) as Record<string, string>;
}

function readDefaultPrompt(path: string, prompts: Readonly<Record<string, string>>, name: unknown): string {
  if (!isStated(name)) return '';
  if (typeof name === 'string' && Object.hasOwn(prompts, name)) return prompts[name]!;
  // Every model has these two prompts. They are empty unless the file states them.
  if (name === 'query' || name === 'document') return '';
  throw refusal(path, `its default_prompt_name ${shorten(name)} is not one of its prompts`);
}

function isStated(value: unknown): boolean {
  return value !== undefined && value !== null;
}
