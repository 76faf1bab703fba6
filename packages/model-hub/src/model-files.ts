import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isMissing, unreadable } from './file-status.ts';

/** Names the special tokens of a model, which `tokenizer.json` and `tokenizer_config.json` usually state as well. */
export const specialTokensFile = 'special_tokens_map.json';

/** Optional configuration files, which are used if a repository has them. */
export const configurationFiles: readonly string[] = ['config.json', 'tokenizer_config.json', specialTokensFile];

/**
 * Files that configure pooling, normalization, token limit and prompts in a repository with the layout of sentence-transformers.
 *
 * `modules.json` lists the folders of the modules. The first module is the transformer, in the root folder; the pooling module comes second.
 */
export const sentenceTransformersFiles: readonly string[] = [
  'modules.json',
  '1_Pooling/config.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
];

/** Paths at which exporters put the weights of a model, in search order. */
export const modelFilePlaces: readonly string[] = ['onnx/model.onnx', 'model.onnx'];

/** Returns the files that the model needs to run, relative to its directory. */
export function requiredFiles(modelFile: string, additionalFiles: readonly string[]): readonly string[] {
  return [...new Set([modelFile, ...additionalFiles, 'tokenizer.json'])];
}

/**
 * Returns true for a file that exporters put beside `modelFile` for weights that do not fit into it. These are `model.onnx_data` and its
 * continuations `model.onnx_data_1` and so on (transformers.js, `externalDataFormat`), `model.onnx.data` (PyTorch), and constants of the graph such
 * as `Constant_7_attr__value` (PyTorch, as in BAAI/bge-m3).
 */
export function isExternalData(path: string, modelFile: string): boolean {
  const folder = modelFile.slice(0, modelFile.lastIndexOf('/') + 1);
  if (path.startsWith(modelFile)) return /^(?:_data(?:_\d+)?|\.data)$/.test(path.slice(modelFile.length));
  return path.startsWith(folder) && /^Constant_\d+_attr__value$/.test(path.slice(folder.length));
}

/**
 * Returns the external data beside `modelFile` in a directory as sorted relative paths, including dangling links. Only names that end with `suffix`
 * count, and the suffix is removed.
 */
export async function externalDataBeside(directory: string, modelFile: string, suffix = ''): Promise<string[]> {
  const folder = posix.dirname(modelFile);
  try {
    const names = (await readdir(join(directory, folder))).filter((name) => name.endsWith(suffix));
    const paths = names.map((name) => posix.join(folder, name.slice(0, name.length - suffix.length)));
    return paths.filter((path) => isExternalData(path, modelFile)).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(join(directory, folder), error);
  }
}
