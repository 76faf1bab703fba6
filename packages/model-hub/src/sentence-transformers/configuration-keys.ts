import { isDeepStrictEqual } from 'node:util';
import { isPlainObject, ModelFileError } from '@x/core';

/** How a key is handled. Any other key is refused by name. */
export type KeyFate =
  /** It is read here or by `@x/tokenizer`. An unsupported value is refused. */
  | 'obeyed'
  /** It changes no vector and no score. */
  | 'harmless'
  /** It is refused unless it has one of these values, which mean the same as its absence. */
  | { readonly refusedUnless: readonly unknown[] };

/** The supported modules, and the two files of a whole model. */
export type ConfigurationKind =
  | 'modules.json'
  | 'config_sentence_transformers.json'
  | 'Transformer'
  | 'Pooling'
  | 'Dense'
  | 'LayerNorm'
  | 'Normalize'
  | 'Dropout';

const poolingFlags = [
  'cls_token',
  'mean_tokens',
  'max_tokens',
  'mean_sqrt_len_tokens',
  'weightedmean_tokens',
  'lasttoken',
];
const sentence = { refusedUnless: ['sentence_embedding', null] } as const;
const absent = { refusedUnless: [null, {}] } as const;
// Arguments for loading PyTorch weights and Python's tokenizer. This library never runs code of a repository.
const loading = { refusedUnless: [null, {}, { trust_remote_code: true }, { trust_remote_code: false }] } as const;

/**
 * Every key that sentence-transformers 3 to 6 writes for these modules, and how it is handled.
 *
 * `__fixtures__/make-configuration-keys.py` collects the keys from its releases, and a test compares them with this table.
 */
export const configurationKeys: Readonly<Record<ConfigurationKind, Readonly<Record<string, KeyFate>>>> = {
  'modules.json': {
    idx: 'harmless',
    name: 'harmless',
    path: 'obeyed',
    type: 'obeyed',
    // Names of arguments that a call passes to the module. This library passes none.
    kwargs: 'harmless',
  },
  'config_sentence_transformers.json': {
    __version__: 'harmless',
    requirements: 'harmless',
    model_type: 'obeyed',
    prompts: 'obeyed',
    default_prompt_name: 'obeyed',
    truncate_dim: 'obeyed',
    activation_fn: 'obeyed',
    // The similarity for comparing vectors.
    similarity_fn_name: 'harmless',
    // A setting of PyTorch. The graph runs as it was exported.
    keep_in_fp32_modules: 'harmless',
  },
  Transformer: {
    max_seq_length: 'obeyed',
    do_lower_case: 'obeyed',
    transformer_task: 'obeyed',
    modality_config: 'obeyed',
    module_output_name: 'obeyed',
    processing_kwargs: absent,
    unpad_inputs: 'harmless',
    query_length: { refusedUnless: [null] },
    document_length: { refusedUnless: [null] },
    query_expansion: { refusedUnless: [null] },
    model_args: loading,
    model_kwargs: loading,
    tokenizer_args: loading,
    processor_kwargs: loading,
    config_args: loading,
    config_kwargs: loading,
  },
  Pooling: {
    embedding_dimension: 'obeyed',
    word_embedding_dimension: 'obeyed',
    pooling_mode: 'obeyed',
    ...Object.fromEntries(poolingFlags.map((flag) => [`pooling_mode_${flag}`, 'obeyed' as const])),
    include_prompt: 'obeyed',
  },
  Dense: {
    in_features: 'obeyed',
    out_features: 'obeyed',
    bias: 'obeyed',
    activation_function: 'obeyed',
    module_input_name: sentence,
    module_output_name: 'obeyed',
    use_residual: 'obeyed',
  },
  LayerNorm: { dimension: 'obeyed' },
  Normalize: { module_input_name: sentence, module_output_name: sentence },
  // Dropout applies only to training.
  Dropout: { dropout: 'harmless' },
};

/**
 * Checks that a configuration has no unsupported key that would change vectors, and returns it.
 *
 * @throws {ModelFileError} naming the first such key and its value.
 */
export function requireKnownKeys(
  path: string,
  kind: ConfigurationKind,
  configuration: unknown,
): Record<string, unknown> {
  if (!isPlainObject(configuration)) throw refusal(path, 'it is not a JSON object');
  for (const [key, value] of Object.entries(configuration)) {
    const keys = configurationKeys[kind];
    const fate = Object.hasOwn(keys, key) ? keys[key]! : undefined;
    if (fate === undefined) throw refusal(path, `its key ${JSON.stringify(key)} is not known, and may change vectors`);
    if (typeof fate === 'object' && !fate.refusedUnless.some((allowed) => isDeepStrictEqual(value, allowed))) {
      throw refusal(path, `its key ${JSON.stringify(key)} with the value ${shorten(value)} is not supported`);
    }
  }
  return configuration;
}

/** Returns the error for an unsupported configuration. */
export function refusal(path: string, reason: string): ModelFileError {
  const message = `${reason}. Register the model with addCustomModel if its graph performs everything that the file describes.`;
  return new ModelFileError({ path, problem: 'invalid', message });
}

/** Returns a value as JSON, truncated to 80 characters. */
export function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length <= 80 ? text : `${text.slice(0, 80)}...`;
}
