/**
 * A text, or a pair of texts, as the token ids that a model reads.
 *
 * This type separates tokenizing from inference: a tokenizer creates it, a session consumes it, and it depends on neither.
 */
export interface EncodedSequence {
  /** Vocabulary ids with special tokens and without padding: `[tokens]`. */
  readonly inputIds: Int32Array;
  /** 0 for tokens of the first text and 1 for tokens of the second: `[tokens]`. Absent for a single text, whose tokens are all 0. */
  readonly tokenTypeIds?: Uint8Array;
  /**
   * Number of tokens from the left that every token attends to, from 1 to all. Later tokens have outputs of their own but do not affect the
   * outputs of other tokens, such as the mask tokens of a ColBERT query. @default all
   */
  readonly attendedTokens?: number;
  /** Number of tokens cut off to fit the limit; 0 when the text is whole. */
  readonly truncatedTokens: number;
  /** UTF-16 code units beyond the tokenizer's character cap. They are never tokenized and not part of `truncatedTokens`. Absent when there are none. */
  readonly truncatedCharacters?: number;
}
