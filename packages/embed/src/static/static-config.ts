import { readFile } from 'node:fs/promises';

import { isPlainObject, ModelFileError, withoutByteOrderMark } from '@x/core';

/** The properties of a static model's vectors, from its `config.json`. */
export interface StaticConfig {
  /** Whether vectors are scaled to length 1. */
  readonly normalize: boolean;
  /** Maximum number of tokens in a text; `null` for a model without a limit. */
  readonly maxLength: number | null;
}

/** Model2vec's default for a file without `max_length`. */
const defaultMaxLength = 512;

/** Keys that do not change vectors: they document how the model was created, or repeat facts of its other files. */
const harmlessKeys: ReadonlySet<string> = new Set([
  'model_type',
  'architectures',
  'tokenizer_name',
  'apply_pca',
  'apply_zipf',
  'sif_coefficient',
  'pooling',
  'hidden_dim',
  'seq_length',
  'embedding_dtype',
  'vocabulary_quantization',
  'base_model_name',
  'language',
  'license',
  'library_name',
  'transformers_version',
  'torch_dtype',
  'dtype',
  '_name_or_path',
  'cache_dir',
]);

/**
 * Reads `config.json` of a static model in model2vec's format. Each key is applied (`normalize`, `max_length`), known to change no
 * vector, or refused.
 *
 * @throws {ModelFileError} when the file is missing, is not JSON, or has an unknown key or an invalid value; the message names it.
 */
export async function readStaticConfig(path: string): Promise<StaticConfig> {
  const { model_type: kind = 'model2vec', normalize = false, ...config } = await readConfig(path);
  const { max_length: maxLength = defaultMaxLength, ...others } = config;
  const refuse = (message: string): never => {
    throw new ModelFileError({ path, problem: 'invalid', message });
  };
  if (kind !== 'model2vec')
    refuse(`model_type is ${JSON.stringify(kind)}, but must be "model2vec" for a static model.`);
  if (typeof normalize !== 'boolean') refuse(`normalize is ${JSON.stringify(normalize)}, not true or false.`);
  if (maxLength !== null && !(Number.isSafeInteger(maxLength) && (maxLength as number) > 0)) {
    refuse(`max_length is ${JSON.stringify(maxLength)}, not a whole number above 0 or null.`);
  }
  const unknown = Object.keys(others).find((key) => !harmlessKeys.has(key));
  if (unknown !== undefined) refuse(`it has the unknown key "${unknown}", which may change the vectors.`);
  return { normalize: normalize === true, maxLength: maxLength as number | null };
}

async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const config: unknown = JSON.parse(withoutByteOrderMark(await readFile(path, 'utf8')));
    if (isPlainObject(config)) return config;
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isMissing
      ? 'the file does not exist. A static model must contain it.'
      : 'the file is not valid JSON.';
    throw new ModelFileError({ path, problem: isMissing ? 'missing' : 'invalid', message, cause });
  }
  throw new ModelFileError({ path, problem: 'invalid', message: 'the file is not a JSON object.' });
}
