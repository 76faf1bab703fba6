import { writeSafetensors } from '@x/tiny-onnx';

/** The configuration files of a model with one module of each kind, by kind. */
export interface Configurations {
  readonly [kind: string]: Readonly<Record<string, unknown>>;
}

const tensor = (shape: readonly number[], value: (index: number) => number) => ({
  dtype: 'F32',
  shape,
  data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, index) => value(index)),
});

/** A model as sentence-transformers 6.2 saves it. The encoder returns 4 components, and the head 3. */
export const exampleConfigurations: Configurations = {
  'config_sentence_transformers.json': {
    model_type: 'SentenceTransformer',
    prompts: { query: 'query: ', document: '' },
    default_prompt_name: null,
  },
  Transformer: {
    transformer_task: 'feature-extraction',
    modality_config: { text: { method: 'forward', method_output_name: 'last_hidden_state' } },
    module_output_name: 'token_embeddings',
  },
  Pooling: { embedding_dimension: 4, pooling_mode: 'mean', include_prompt: true },
  Dense: {
    in_features: 4,
    out_features: 3,
    bias: true,
    activation_function: 'torch.nn.modules.activation.GELU',
    module_input_name: 'sentence_embedding',
    module_output_name: 'sentence_embedding',
  },
  LayerNorm: { dimension: 3 },
  Dropout: { dropout: 0.1 },
  Normalize: { module_input_name: 'sentence_embedding', module_output_name: 'sentence_embedding' },
};

/** The path of the configuration of each kind. */
const places: Readonly<Record<string, string>> = {
  'config_sentence_transformers.json': 'config_sentence_transformers.json',
  Transformer: 'sentence_bert_config.json',
  Pooling: '1_Pooling/config.json',
  Dense: '2_Dense/config.json',
  LayerNorm: '3_LayerNorm/config.json',
  Dropout: '4_Dropout/config.json',
  Normalize: '5_Normalize/config.json',
};

/** The entries of its `modules.json`. */
export const exampleModules: readonly Readonly<Record<string, unknown>>[] = [
  { idx: 0, name: '0', path: '', type: 'sentence_transformers.base.modules.transformer.Transformer' },
  { idx: 1, name: '1', path: '1_Pooling', type: 'sentence_transformers.sentence_transformer.modules.pooling.Pooling' },
  { idx: 2, name: '2', path: '2_Dense', type: 'sentence_transformers.base.modules.dense.Dense' },
  { idx: 3, name: '3', path: '3_LayerNorm', type: 'sentence_transformers.sentence_transformer.modules.layer_norm.LayerNorm' },
  { idx: 4, name: '4', path: '4_Dropout', type: 'sentence_transformers.models.Dropout' },
  { idx: 5, name: '5', path: '5_Normalize', type: 'sentence_transformers.models.Normalize' },
];

/** Returns the files of the example by path. The weights contain all tensors that any configuration of the same sizes needs. */
export function modelDirectory(
  configurations: Configurations = exampleConfigurations,
  modules: readonly unknown[] = exampleModules,
): Record<string, Uint8Array> {
  const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
  const files = Object.entries(configurations).map(([kind, content]) => [places[kind]!, json(content)] as const);
  return {
    'modules.json': json(modules),
    ...Object.fromEntries(files),
    '2_Dense/model.safetensors': writeSafetensors({
      'linear.weight': tensor([3, 4], (index) => index),
      'linear.bias': tensor([3], (index) => -index),
      'residual.weight': tensor([3, 4], (index) => index / 2),
    }),
    '3_LayerNorm/model.safetensors': writeSafetensors({
      'norm.weight': tensor([3], (index) => index + 1),
      'norm.bias': tensor([3], (index) => index / 10),
    }),
  };
}
