import type { SparseVector, SparseWord, UsageListener } from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

import type { NoWordsReport } from './no-words-watch.ts';

/** Options of a call to a {@link SparseEncoder}. */
export interface SparseEncodeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onTruncation?: ((report: TruncationReport) => void) | undefined;
  readonly onUsage?: UsageListener | undefined;
  readonly onNoWords?: ((report: NoWordsReport) => void) | undefined;
}

/** Turns texts into sparse vectors. Each implementation of `SparseTextEmbedding` is one. */
export interface SparseEncoder {
  /** Yields the vectors of passages, in input order, with bounded look-ahead. */
  encodePassages(
    texts: Iterable<string> | AsyncIterable<string>,
    options: SparseEncodeOptions,
  ): AsyncGenerator<SparseVector, void, undefined>;
  encodeQuery(text: string, options: SparseEncodeOptions): Promise<SparseVector>;
  /** Returns the words of a query that have a dimension in its vector; none if dimensions do not represent words of the text. */
  queryWords(text: string): Promise<readonly SparseWord[]>;
  /** @throws {DisposedError} after `dispose`. */
  assertUsable(): void;
  dispose(): Promise<void>;
}
