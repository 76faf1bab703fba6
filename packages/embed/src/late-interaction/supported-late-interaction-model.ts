/** One model that was trained for late interaction. */
export interface SupportedLateInteractionTextEmbeddingModel {
  /** e.g. `colbert-ir/colbertv2.0`; case is ignored when it is looked up. */
  readonly model: string;
  /** Components of each row. */
  readonly dimension: number;
  /** Id that is put behind the first token of a query. */
  readonly queryMarkerId: number;
  /** Id that is put behind the first token of a document. */
  readonly documentMarkerId: number;
  /** Token that short queries are filled up with. */
  readonly maskToken: string;
  /** Whether a query's tokens look at those masks. */
  readonly attendsMasks: boolean;
  readonly description: string;
  /** SPDX-like name. `cc-by-nc-4.0` forbids commercial use. */
  readonly license: string;
  /** Size of the download in gigabytes. */
  readonly sizeInGB: number;
  /** `hf`: repository on the Hugging Face hub. */
  readonly sources: { readonly hf: string };
  /** The weights' path in the repository. */
  readonly modelFile: string;
  /** More files that the weights need. */
  readonly additionalFiles: readonly string[];
}

// fastembed/late_interaction/colbert.py: [unused0] and [unused1] of BERT's vocabulary.
const bert = { queryMarkerId: 1, documentMarkerId: 2, maskToken: '[MASK]', attendsMasks: false } as const;

/** FastEmbed's own list. */
export const lateInteractionModels: readonly SupportedLateInteractionTextEmbeddingModel[] = [
  {
    model: 'colbert-ir/colbertv2.0',
    dimension: 128,
    ...bert,
    description: 'English, up to 512 tokens, 2023',
    license: 'mit',
    sizeInGB: 0.44,
    sources: { hf: 'colbert-ir/colbertv2.0' },
    modelFile: 'model.onnx',
    additionalFiles: [],
  },
  {
    model: 'answerdotai/answerai-colbert-small-v1',
    dimension: 96,
    ...bert,
    description: 'English, up to 512 tokens, 2024',
    license: 'apache-2.0',
    sizeInGB: 0.13,
    sources: { hf: 'answerdotai/answerai-colbert-small-v1' },
    modelFile: 'vespa_colbert.onnx',
    additionalFiles: [],
  },
  {
    model: 'jinaai/jina-colbert-v2',
    dimension: 128,
    // fastembed/late_interaction/jina_colbert.py
    queryMarkerId: 250_002,
    documentMarkerId: 250_003,
    maskToken: '<mask>',
    attendsMasks: true,
    description: '89 languages, up to 8192 tokens, 2024',
    license: 'cc-by-nc-4.0',
    sizeInGB: 2.24,
    sources: { hf: 'jinaai/jina-colbert-v2' },
    modelFile: 'onnx/model.onnx',
    additionalFiles: ['onnx/model.onnx_data'],
  },
];

/** The model of that name, whatever its case. */
export function findLateInteractionModel(name: string): SupportedLateInteractionTextEmbeddingModel | undefined {
  return lateInteractionModels.find(({ model }) => model.toLowerCase() === name.toLowerCase());
}
