import type { EncodedSequence } from '@x/core';
import type { TextPair, Tokenizer, TruncationWatch } from '@x/tokenizer';

// The number of pairs per call of the tokenizer, small enough for the first micro-batch to start immediately.
const pairsPerChunk = 64;

/** Options of {@link encodePairs}. */
export interface EncodePairsOptions {
  readonly watch: TruncationWatch;
  readonly signal: AbortSignal | undefined;
  /** Receives the number of tokens cut off each pair, in order. */
  readonly cutTokens: number[];
}

/**
 * Yields the token sequences of pairs, encoding one chunk at a time. A repeated pair yields the same sequence object, which the model
 * runs only once.
 */
export async function* encodePairs(
  tokenizer: Tokenizer,
  pairs: readonly TextPair[],
  { watch, signal, cutTokens }: EncodePairsOptions,
): AsyncGenerator<EncodedSequence, void, undefined> {
  const options = signal === undefined ? {} : { signal };
  const known = new Map<string, EncodedSequence>();
  for (let start = 0; start < pairs.length; start += pairsPerChunk) {
    const chunk = pairs.slice(start, start + pairsPerChunk);
    const keys = chunk.map(keyOf);
    const unknown = new Map(chunk.flatMap((pair, offset) => (known.has(keys[offset]!) ? [] : [[keys[offset]!, pair]])));
    const unknownKeys = [...unknown.keys()];
    for (const [position, sequence] of (await tokenizer.encodePairs([...unknown.values()], options)).entries()) {
      known.set(unknownKeys[position]!, sequence);
    }
    for (const [offset, key] of keys.entries()) {
      const sequence = known.get(key)!;
      watch.see(sequence, start + offset);
      cutTokens.push(sequence.truncatedTokens);
      yield sequence;
    }
  }
  watch.finish();
}

/** Returns a key for a pair. It starts with the first text's length, which makes the border between the two texts unambiguous. */
function keyOf([first, second]: TextPair): string {
  return `${first.length}:${first}${second}`;
}
