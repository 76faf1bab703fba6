/** One sparse model that can be loaded by name. */
export interface SupportedSparseTextEmbeddingModel {
  /** e.g. `Qdrant/bm25`; case is ignored when it is looked up. */
  readonly model: string;
  /** True when the vector must have `modifier: 'idf'` in its collection, since the weights lack the inverse document frequency. */
  readonly requiresIdf: boolean;
  readonly description: string;
  /** SPDX-like name. */
  readonly license: string;
  /** Size of the download in gigabytes; 0 when there is nothing to download. */
  readonly sizeInGB: number;
  /** `hf`: repository on the Hugging Face hub; absent when there is nothing to download. */
  readonly sources: { readonly hf?: string };
  /** The weights' path in the repository; absent when no model is run. */
  readonly modelFile?: string;
  /** More files that are needed, e.g. the weights of a query's words. */
  readonly additionalFiles: readonly string[];
}

const splade = {
  requiresIdf: false,
  description: 'SPLADE++ for English: words that a text has or could have had, each with a weight',
  license: 'apache-2.0',
  sizeInGB: 0.532,
  sources: { hf: 'Qdrant/Splade_PP_en_v1' },
  modelFile: 'model.onnx',
  additionalFiles: [],
} as const;

/** Whose queries are looked up in a table instead of being run. */
export const documentOnlyModel = 'opensearch-project/opensearch-neural-sparse-encoding-doc-v3-gte';

/** The models that can be run; FastEmbed's own list, which has SPLADE under both spellings. */
export const sparseModels: readonly SupportedSparseTextEmbeddingModel[] = [
  {
    model: 'Qdrant/bm25',
    requiresIdf: true,
    description: 'BM25 term weights for 18 languages, computed here: no model is run',
    license: 'apache-2.0',
    sizeInGB: 0,
    sources: {},
    additionalFiles: [],
  },
  { model: 'prithivida/Splade_PP_en_v1', ...splade },
  { model: 'prithvida/Splade_PP_en_v1', ...splade },
  {
    model: documentOnlyModel,
    requiresIdf: false,
    description: "SPLADE for English whose queries need no model: their words' weights stand in a table",
    license: 'apache-2.0',
    sizeInGB: 0.55,
    sources: { hf: 'Qdrant/opensearch-neural-sparse-encoding-doc-v3-gte' },
    modelFile: 'model.onnx',
    additionalFiles: ['idf.json'],
  },
];

/** FastEmbed's sparse models that are not run here, and why. */
export const unsupportedSparseModels: Readonly<Record<string, string>> = {
  'Qdrant/bm42-all-minilm-l6-v2-attentions': 'its weights are attentions, which are not read here',
  'Qdrant/minicoil-v1': 'it needs an encoder for each word, which is not read here',
};
