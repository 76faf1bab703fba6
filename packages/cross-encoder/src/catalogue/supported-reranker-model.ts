import type { CompleteEntry } from '@x/model-hub';
import type { PairTemplate } from '@x/tokenizer';

import type { LogitRule } from '../logit-reduction.ts';

/** A reranker that can be loaded by name. */
export interface SupportedRerankerModel extends CompleteEntry {
  /** The rule that turns the head's logits into one score. @default 'single' */
  readonly logitRule?: LogitRule;
  /** The prompt around a query and a document, for models that were trained with one. @default none: the tokenizer's own pair */
  readonly pairTemplate?: PairTemplate;
  /** Source of the facts. @default FastEmbed's own list, or the package's manifest */
  readonly factsFrom?: string;
}

/** A custom reranker. Only the name is required. */
export type CustomRerankerModel = Pick<SupportedRerankerModel, 'model'> & Partial<SupportedRerankerModel>;
