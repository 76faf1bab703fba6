import { capCharacters, type CappedText } from './character-cap.ts';
import type { TextEncoding, TokenizerEngine } from './tokenizer-engine.ts';

// Encodings live in native memory that the garbage collector cannot see: few at a time, converted at once.
const textsPerChunk = 64;

/** Options of {@link encodeInChunks}. */
export interface EncodeInChunksOptions<Result> {
  /** UTF-16 units of one text that are tokenized at most. */
  readonly maxCharacters: number;
  readonly signal: AbortSignal | undefined;
  /** Takes what is wanted from the encoding of one text. */
  readonly read: (encoding: TextEncoding, text: CappedText) => Result;
}

/** What `read` takes from the encoding of each text, in their order. The encodings have no special tokens and are not truncated. */
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
