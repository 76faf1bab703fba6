/** Turns a text into bare token ids: without special tokens around it and without truncation. */
export interface TextEncoder {
  /** Every token with its id, added tokens included. */
  readonly vocabulary: ReadonlyMap<string, number>;
  encode(text: string): number[];
}
