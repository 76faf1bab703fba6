import { join } from 'node:path';
import { isPlainObject } from '@x/core';
import { refusal, requireKnownKeys, shorten } from './configuration-keys.ts';
import { readJson } from './read-json.ts';

/** The classes of sentence-transformers whose models are read. */
export type ModelType = 'SentenceTransformer' | 'CrossEncoder';

/** What `config_sentence_transformers.json` says of a whole model. */
export interface ModelConfiguration {
  /** What is put in front of texts, by name. */
  readonly prompts: Readonly<Record<string, string>>;
  /** What is put in front of a text whose use nobody named; empty for nothing. */
  readonly defaultPrompt: string;
  /** How many components of a vector are kept. @default all */
  readonly truncateDimension?: number;
  /** What is applied to a reranker's scores. @default nothing is said of it */
  readonly activation?: 'none' | 'sigmoid';
}

const activations: Readonly<Record<string, 'none' | 'sigmoid'>> = {
  'torch.nn.modules.linear.Identity': 'none',
  'torch.nn.modules.activation.Sigmoid': 'sigmoid',
};

/**
 * Reads the file, which not every model has.
 *
 * @throws {ModelFileError} when it is that of another type of model, or asks for something that is not done here.
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
    throw refusal(path, `its activation_fn ${shorten(named)} is not supported: ${known} is`);
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
  if (!isPlainObject(value)) throw refusal(path, `its prompts are ${shorten(value)}, not texts by name`);
  const stated = Object.entries(value).filter(([, prompt]) => prompt !== null);
  const wrong = stated.find(([, prompt]) => typeof prompt !== 'string');
  if (wrong !== undefined) throw refusal(path, `its prompt ${shorten(wrong[0])} is ${shorten(wrong[1])}, not a text`);
  return Object.fromEntries(stated) as Record<string, string>;
}

function readDefaultPrompt(path: string, prompts: Readonly<Record<string, string>>, name: unknown): string {
  if (!isStated(name)) return '';
  if (typeof name === 'string' && Object.hasOwn(prompts, name)) return prompts[name]!;
  // Every model has these two, empty unless they are written down.
  if (name === 'query' || name === 'document') return '';
  throw refusal(path, `its default_prompt_name ${shorten(name)} is none of its prompts`);
}

function isStated(value: unknown): boolean {
  return value !== undefined && value !== null;
}
