import { readFile } from 'node:fs/promises';

import { isPlainObject, ModelFileError, withoutByteOrderMark } from '@x/core';

/** What `config.json` of a static model says of its vectors. */
export interface StaticConfig {
  /** Whether vectors are scaled to length 1. */
  readonly normalize: boolean;
  /** Most tokens of a text; `null` for a model without a limit. */
  readonly maxLength: number | null;
}

/** As model2vec has it where a file does not say. */
const defaultMaxLength = 512;

/** Keys that tell how a model was made, or what its other files say better: they change no vector. */
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
 * Reads `config.json` of a static model, as model2vec writes it. Every key is obeyed (`normalize`, `max_length`), known to change no
 * vector, or refused.
 *
 * @throws {ModelFileError} when the file is missing, is not JSON, or has a key or a value that is not understood; it is named.
 */
export async function readStaticConfig(path: string): Promise<StaticConfig> {
  const { model_type: kind = 'model2vec', normalize = false, ...config } = await readConfig(path);
  const { max_length: maxLength = defaultMaxLength, ...others } = config;
  const refuse = (message: string): never => {
    throw new ModelFileError({ path, problem: 'invalid', message });
  };
  if (kind !== 'model2vec') refuse(`model_type is ${JSON.stringify(kind)}; static models have "model2vec".`);
  if (typeof normalize !== 'boolean') refuse(`normalize is ${JSON.stringify(normalize)}, not true or false.`);
  if (maxLength !== null && !(Number.isSafeInteger(maxLength) && (maxLength as number) > 0)) {
    refuse(`max_length is ${JSON.stringify(maxLength)}, not a whole number above 0 or null.`);
  }
  const unknown = Object.keys(others).find((key) => !harmlessKeys.has(key));
  if (unknown !== undefined) refuse(`it has "${unknown}", which is not known here and may change the vectors.`);
  return { normalize: normalize === true, maxLength: maxLength as number | null };
}

async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const config: unknown = JSON.parse(withoutByteOrderMark(await readFile(path, 'utf8')));
    if (isPlainObject(config)) return config;
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isMissing ? 'the file does not exist. A static model needs one.' : 'the file is not valid JSON.';
    throw new ModelFileError({ path, problem: isMissing ? 'missing' : 'invalid', message, cause });
  }
  throw new ModelFileError({ path, problem: 'invalid', message: 'the file is not a JSON object.' });
}
