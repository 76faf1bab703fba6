import type { HybridEmbedding, HybridKind, OptionKinds } from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

import { callOptionKinds } from '../option-kinds.ts';
import type { EmbedOptions, TextEmbeddingOptions } from '../text-embedding-options.ts';

/** Options of `HybridTextEmbedding.load`. */
export type HybridTextEmbeddingOptions = Omit<TextEmbeddingOptions, 'prefixes'>;

/** Options of a call to `HybridTextEmbedding`. */
export interface HybridEmbedOptions<Kind extends HybridKind = HybridKind> extends Omit<
  EmbedOptions,
  'task' | 'dimension'
> {
  /**
   * The kinds of vectors to return for each text. One pass of the model yields any of them. A multivector takes as much memory as one dense vector
   * per token. @default all three
   */
  readonly kinds?: readonly Kind[];
}

/** The vectors of texts, and a report of the truncated texts. */
export interface HybridEmbedReport<Kind extends HybridKind = HybridKind> {
  /** One per document, in input order. */
  readonly vectors: Pick<HybridEmbedding, Kind>[];
  /** One report per truncated document, in input order. */
  readonly truncations: TruncationReport[];
}

/** Kinds of the options of a call. */
export const hybridEmbedOptionKinds: OptionKinds<HybridEmbedOptions> = { ...callOptionKinds, kinds: 'list' };
