import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isMissing, unreadable } from './file-status.ts';

/** Configuration that is used where a repository has it, and not missed where it does not. */
export const configurationFiles: readonly string[] = [
  'config.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
];

/**
 * What a repository in the layout of sentence-transformers says of pooling, normalisation, token limit and prompts.
 *
 * `modules.json` names the modules by their folders; the pooling module comes second, after the transformer, whose folder is the
 * repository's own.
 */
export const sentenceTransformersFiles: readonly string[] = [
  'modules.json',
  '1_Pooling/config.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
];

/** Where exporters put the weights of a model, in the order in which they are looked for. */
export const modelFilePlaces: readonly string[] = ['onnx/model.onnx', 'model.onnx'];

/** The files without which the model cannot run, relative to its directory. */
export function requiredFiles(modelFile: string, additionalFiles: readonly string[]): readonly string[] {
  return [...new Set([modelFile, ...additionalFiles, 'tokenizer.json'])];
}

/**
 * True for a file that exporters put beside `modelFile` for the weights that do not fit into it: `model.onnx_data`, its continuations
 * `model.onnx_data_1` and so on (transformers.js, `externalDataFormat`), `model.onnx.data` (PyTorch), or a constant of the graph such as
 * `Constant_7_attr__value` (PyTorch, as in BAAI/bge-m3).
 */
export function isExternalData(path: string, modelFile: string): boolean {
  const folder = modelFile.slice(0, modelFile.lastIndexOf('/') + 1);
  if (path.startsWith(modelFile)) return /^(?:_data(?:_\d+)?|\.data)$/.test(path.slice(modelFile.length));
  return path.startsWith(folder) && /^Constant_\d+_attr__value$/.test(path.slice(folder.length));
}

/**
 * The external data that lies beside `modelFile` in a directory, relative to the directory, sorted; links without target included. Names
 * are taken without `suffix`.
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
