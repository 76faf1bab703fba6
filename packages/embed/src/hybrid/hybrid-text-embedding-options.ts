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
   * What is made of each text. One pass of the model gives any of them; a multivector is as many times as large as a dense vector as the text has
   * tokens. @default all three
   */
  readonly kinds?: readonly Kind[];
}

/** The vectors of texts, and which texts were cut for them. */
export interface HybridEmbedReport<Kind extends HybridKind = HybridKind> {
  /** One per document, in input order. */
  readonly vectors: Pick<HybridEmbedding, Kind>[];
  /** One report per document that was cut, in input order. */
  readonly truncations: TruncationReport[];
}

/** The kinds of the options of a call. */
export const hybridEmbedOptionKinds: OptionKinds<HybridEmbedOptions> = { ...callOptionKinds, kinds: 'list' };
