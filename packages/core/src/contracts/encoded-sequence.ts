/**
 * A text, or a pair of texts, as the token ids that a model reads.
 *
 * The seam between tokenizing and inference: made by a tokenizer, consumed by a session, dependent on neither.
 */
export interface EncodedSequence {
  /** Vocabulary ids, special tokens included, no padding: `[tokens]`. */
  readonly inputIds: Int32Array;
  /** 0 for the first text and 1 for the second, `[tokens]`; absent for single texts, which are all 0. */
  readonly tokenTypeIds?: Uint8Array;
  /**
   * How many tokens from the left the others may look at; those behind have results of their own, but change nobody else's, as the masks
   * behind a ColBERT query. From 1 to all. @default all
   */
  readonly attendedTokens?: number;
  /** How many tokens were cut off to fit the limit; 0 when the text is whole. */
  readonly truncatedTokens: number;
  /** UTF-16 units beyond a tokenizer's character cap, never tokenized and not in `truncatedTokens`; absent when none. */
  readonly truncatedCharacters?: number;
}
