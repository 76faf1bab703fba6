import { isDeepStrictEqual } from 'node:util';
import { isPlainObject, ModelFileError } from '@x/core';

/** What becomes of a key. Any other key is refused by name. */
export type KeyFate =
  /** It is read here, or by `@x/tokenizer`; what cannot be done is refused with its value. */
  | 'obeyed'
  /** It changes no vector and no score. */
  | 'harmless'
  /** It is refused, save with one of these values, which say the same as its absence. */
  | { readonly refusedUnless: readonly unknown[] };

/** Modules that can be done, and the two files of a whole model. */
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
// Arguments for loading PyTorch weights and Python's tokenizer. None of ours runs code of a repository.
const loading = { refusedUnless: [null, {}, { trust_remote_code: true }, { trust_remote_code: false }] } as const;

/**
 * Every key that sentence-transformers 3 to 6 writes for these modules, and what becomes of it here.
 *
 * `__fixtures__/make-configuration-keys.py` gathers the keys from its releases; a test compares.
 */
export const configurationKeys: Readonly<Record<ConfigurationKind, Readonly<Record<string, KeyFate>>>> = {
  'modules.json': {
    idx: 'harmless',
    name: 'harmless',
    path: 'obeyed',
    type: 'obeyed',
    // Names of arguments that a call passes on to the module; none is passed here.
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
    // How vectors are to be compared.
    similarity_fn_name: 'harmless',
    // How PyTorch computes; the graph is computed as it was exported.
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
  // Nothing is dropped when a model is used.
  Dropout: { dropout: 'harmless' },
};

/**
 * Passes a configuration without a key that would change vectors and is not obeyed.
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

/** The error of a configuration that asks for what is not done here. */
export function refusal(path: string, reason: string): ModelFileError {
  const message = `${reason}. Register the model with addCustomModel if its graph does all that the file describes.`;
  return new ModelFileError({ path, problem: 'invalid', message });
}

/** A value as JSON, cut to what a person reads. */
export function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length <= 80 ? text : `${text.slice(0, 80)}...`;
}
