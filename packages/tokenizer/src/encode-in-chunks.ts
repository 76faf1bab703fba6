import { capCharacters, type CappedText } from './character-cap.ts';
import type { TextEncoding, TokenizerEngine } from './tokenizer-engine.ts';

// Encodings occupy native memory that the garbage collector cannot see. Only a few exist at a time, and each is converted immediately.
const textsPerChunk = 64;

/** Options of {@link encodeInChunks}. */
export interface EncodeInChunksOptions<Result> {
  /** Maximum number of UTF-16 units of one text to tokenize. */
  readonly maxCharacters: number;
  readonly signal: AbortSignal | undefined;
  /** Converts the encoding of one text to a result. */
  readonly read: (encoding: TextEncoding, text: CappedText) => Result;
}

/** Encodes texts in chunks and returns the result of `read` for each, in input order. The encodings have no special tokens and are not truncated. */
export async function encodeInChunks<Result>(
  engine: TokenizerEngine,
  texts: readonly string[],
  { maxCharacters, signal, read }: EncodeInChunksOptions<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < texts.length; start += textsPerChunk) {
    signal?.throwIfAborted();
    const chunk = texts.slice(start, start + textsPerChunk).map((text) => capCharacters(text, maxCharacters));
    const encodings = await engine.encodeBatch(
      chunk.map(({ text }) => text),
      { addSpecialTokens: false },
    );
    for (const [index, encoding] of encodings.entries()) results.push(read(encoding, chunk[index]!));
  }
  signal?.throwIfAborted();
  return results;
}
