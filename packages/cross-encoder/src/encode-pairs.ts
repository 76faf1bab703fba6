import type { EncodedSequence } from '@x/core';
import type { TextPair, Tokenizer, TruncationWatch } from '@x/tokenizer';

// What the tokenizer encodes in one go; small enough that the first micro-batch starts at once.
const pairsPerChunk = 64;

/** Options of {@link encodePairs}. */
export interface EncodePairsOptions {
  readonly watch: TruncationWatch;
  readonly signal: AbortSignal | undefined;
  /** Receives how many tokens of each pair were cut off, in order. */
  readonly cutTokens: number[];
}

/**
 * The token sequences of pairs, encoded as they are asked for. A pair that was there before gives the same sequence object, which the
 * model then runs once.
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

/** The length in front makes the border between the two texts unambiguous. */
function keyOf([first, second]: TextPair): string {
  return `${first.length}:${first}${second}`;
}
