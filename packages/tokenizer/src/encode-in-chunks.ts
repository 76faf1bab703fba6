import { capCharacters, type CappedText } from './character-cap.ts';
import type { TextEncoding, TokenizerEngine } from './tokenizer-engine.ts';

// Encodings occupy native memory that the garbage collector cannot see. Only a few exist at a time, and each is converted immediately.
const textsPerChunk = 64;
const charactersPerChunk = 4_000_000;

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
  while (results.length < texts.length) {
    signal?.throwIfAborted();
    const chunk = nextChunk(texts, results.length, maxCharacters);
    const encodings = await engine.encodeBatch(
      chunk.map(({ text }) => text),
      { addSpecialTokens: false },
    );
    for (const [index, encoding] of encodings.entries()) results.push(read(encoding, chunk[index]!));
  }
  signal?.throwIfAborted();
  return results;
}

/** Returns the texts from position `start` on that one chunk takes, at least one. */
function nextChunk(texts: readonly string[], start: number, maxCharacters: number): CappedText[] {
  const chunk: CappedText[] = [];
  let characters = 0;
  for (const text of texts.slice(start, start + textsPerChunk)) {
    const capped = capCharacters(text, maxCharacters);
    characters += capped.text.length;
    if (characters > charactersPerChunk && chunk.length > 0) break;
    chunk.push(capped);
  }
  return chunk;
}
