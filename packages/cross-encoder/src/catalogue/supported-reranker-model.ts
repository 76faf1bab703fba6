import type { CompleteEntry } from '@x/model-hub';
import type { PairTemplate } from '@x/tokenizer';

import type { LogitRule } from '../logit-reduction.ts';

/** One reranker that can be loaded by name. */
export interface SupportedRerankerModel extends CompleteEntry {
  /** How one score comes out of the head's logits. @default 'single' */
  readonly logitRule?: LogitRule;
  /** The text that a query and a document stand in, for models that were trained on one. @default none: the tokenizer's own pair */
  readonly pairTemplate?: PairTemplate;
  /** Where the facts are from. @default FastEmbed's own list, or the package's manifest */
  readonly factsFrom?: string;
}

/** A reranker of your own: its name; the rest has defaults. */
export type CustomRerankerModel = Pick<SupportedRerankerModel, 'model'> & Partial<SupportedRerankerModel>;
