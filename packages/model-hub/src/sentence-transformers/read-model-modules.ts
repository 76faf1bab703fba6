import { join } from 'node:path';
import { type HeadLayer, isPlainObject, requireOneOf, requireText } from '@x/core';
import { fileSize } from '../file-status.ts';
import { refusal, requireKnownKeys, shorten } from './configuration-keys.ts';
import { isHeadKind, readHeadLayer } from './head-layers.ts';
import { type ModelConfiguration, type ModelType, readModelConfiguration } from './model-configuration.ts';
import { type ListedModule, moduleListName, readModuleList } from './module-list.ts';
import { type ModulePooling, readPooling } from './pooling-module.ts';
import { readJson } from './read-json.ts';

/** The steps from an encoder's token vectors to a result, from a directory with the layout of sentence-transformers. */
export interface ModelModules extends ModelConfiguration {
  /** Absent when the graph itself returns a reranker's scores. */
  readonly pooling?: ModulePooling;
  /** Applied to the pooled vector, in this order. */
  readonly layers: readonly HeadLayer[];
  /** Number of components of the result; for a reranker, of its labels. Absent without pooling. */
  readonly dimension?: number;
}

/**
 * Reads `modules.json` and the files of its modules: pooling, prompts, and the layers of the head with their weights.
 *
 * Every key that changes a vector or a score is either in the result or refused by name. Unknown keys are refused too. `@x/tokenizer` handles the
 * keys of the tokenizer (`max_seq_length`, `do_lower_case`).
 *
 * @returns `undefined` when there is no `modules.json`.
 * @throws {ModelFileError} naming the file and the unsupported key or module.
 * @see https://sbert.net/docs/package_reference/sentence_transformer/modules.html
 *
 * @example
 * const modules = await readModelModules('ettin-reranker-32m-v1', 'CrossEncoder');
 * modules?.layers.map(({ kind }) => kind); // => ['dense', 'layerNorm', 'dense']
 */
export async function readModelModules(directory: string, type: ModelType): Promise<ModelModules | undefined> {
  requireText(directory, 'directory');
  requireOneOf(type, 'type', ['SentenceTransformer', 'CrossEncoder']);
  const modules = await readModuleList(directory);
  if (modules === undefined) return undefined;
  const path = join(directory, moduleListName);
  const foreign = modules.find(({ kind }) => kind !== 'Transformer' && kind !== 'Pooling' && !isHeadKind(kind));
  if (foreign !== undefined) throw refusal(path, `the module "${foreign.kind}" is not supported`);
  const [transformer, pooling, ...head] = modules;
  if (transformer?.kind !== 'Transformer') throw refusal(path, 'its first module is not a Transformer');
  const configuration = await readModelConfiguration(directory, type);
  if (type === 'CrossEncoder' && configuration.defaultPrompt !== '') {
    const place = join(directory, 'config_sentence_transformers.json');
    throw refusal(place, 'its default_prompt_name puts a prompt in front of every pair, which is not supported');
  }
  if (pooling === undefined && type === 'CrossEncoder') {
    await checkTransformer(directory, transformer, 'sequence-classification');
    return { ...configuration, layers: [] };
  }
  await checkTransformer(directory, transformer, 'feature-extraction');
  if (pooling?.kind !== 'Pooling') throw refusal(path, 'it names no pooling module after its Transformer');
  const strayed = head.find(({ kind }) => !isHeadKind(kind));
  if (strayed !== undefined) throw refusal(path, `a module "${strayed.kind}" after its pooling is not supported`);
  const pooled = await readPooling(directory, pooling);
  return { ...configuration, pooling: pooled, ...(await readHead(directory, head, { type, pooled, configuration })) };
}

async function readHead(
  directory: string,
  modules: readonly ListedModule[],
  { type, pooled, configuration }: { type: ModelType; pooled: ModulePooling; configuration: ModelConfiguration },
): Promise<{ layers: HeadLayer[]; dimension: number }> {
  const wanted = type === 'CrossEncoder' ? 'scores' : 'sentence_embedding';
  const layers: HeadLayer[] = [];
  let dimension = pooled.dimension;
  let result = 'sentence_embedding';
  for (const module of modules) {
    if (result !== 'sentence_embedding')
      throw misplaced(directory, module, 'reads an output that no module before it returns');
    const read = await readHeadLayer(directory, module, dimension);
    if (read.layer !== undefined) layers.push(read.layer);
    ({ dimension, outputName: result } = read);
  }
  if (result !== wanted) {
    const where = modules.at(-1) ?? { kind: 'Pooling', folder: '' };
    throw misplaced(directory, where, `is the last one and returns "${result}", but a ${type} needs "${wanted}"`);
  }
  const { truncateDimension = dimension } = configuration;
  if (type === 'CrossEncoder' || truncateDimension >= dimension) return { layers, dimension };
  return { layers: [...layers, { kind: 'truncate', dimension: truncateDimension }], dimension: truncateDimension };
}

function misplaced(directory: string, { kind, folder }: ListedModule, what: string): Error {
  return refusal(join(directory, moduleListName), `the module "${kind}" (${folder}) ${what} (module_output_name)`);
}

/** Names of the first output of the graph and of the output of the transformer module, by task. */
const outputs = {
  'feature-extraction': { graph: 'last_hidden_state', module: 'token_embeddings' },
  'sequence-classification': { graph: 'logits', module: 'scores' },
} as const;

/** Checks that the transformer is a plain text encoder. */
async function checkTransformer(
  directory: string,
  { folder }: ListedModule,
  expected: keyof typeof outputs,
): Promise<void> {
  const path = join(directory, folder, 'sentence_bert_config.json');
  const content = await readJson(path);
  if (content === undefined) return refuseOlderName(directory, folder);
  if (folder !== '') throw refusal(path, 'the configuration of its tokenizer is not read from a separate folder');
  const configuration = requireKnownKeys(path, 'Transformer', content);
  const { transformer_task: task = expected, module_output_name: name = outputs[expected].module } = configuration;
  if (task !== expected) throw refusal(path, `its transformer_task is ${shorten(task)}, not "${expected}"`);
  if (name !== null && name !== outputs[expected].module) {
    throw refusal(path, `its module_output_name is ${shorten(name)}, not "${outputs[expected].module}"`);
  }
  const { modality_config: modalities } = configuration;
  if (modalities === undefined || modalities === null) return;
  const { text, message } = isPlainObject(modalities) ? modalities : {};
  const { method, method_output_name: output } = isPlainObject(text) ? text : {};
  const isPlain = method === 'forward' && [output].flat().join() === outputs[expected].graph && message === undefined;
  if (!isPlain) throw refusal(path, `its modality_config ${shorten(modalities)} is not that of a plain text encoder`);
}

// Names of the file before 2020, which differ by architecture.
const olderNames = ['roberta', 'distilbert', 'camembert', 'albert', 'xlm-roberta', 'xlnet'];

/** Refuses a configuration with an older name, which would otherwise be ignored. */
async function refuseOlderName(directory: string, folder: string): Promise<void> {
  for (const name of olderNames) {
    const path = join(directory, folder, `sentence_${name}_config.json`);
    if ((await fileSize(path)) !== undefined)
      throw refusal(path, 'the file is only read with the name sentence_bert_config.json: rename it');
  }
}
