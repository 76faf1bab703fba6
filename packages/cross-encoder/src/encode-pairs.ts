import type { EncodedSequence } from '@x/core';
import type { TextPair, Tokenizer } from '@x/tokenizer';

import type { ScoreOptions } from './text-cross-encoder-options.ts';

// What the tokenizer encodes in one go; small enough that the first micro-batch starts at once.
const pairsPerChunk = 64;

/** The token sequences of pairs, encoded as they are asked for. */
export async function* encodePairs(
  tokenizer: Tokenizer,
  pairs: readonly TextPair[],
  { signal, onTruncation }: ScoreOptions,
): AsyncGenerator<EncodedSequence, void, undefined> {
  const options = signal === undefined ? {} : { signal };
  let index = 0;
  for (let start = 0; start < pairs.length; start += pairsPerChunk) {
    for (const sequence of await tokenizer.encodePairs(pairs.slice(start, start + pairsPerChunk), options)) {
      const { truncatedTokens, truncatedCharacters = 0 } = sequence;
      if (truncatedTokens + truncatedCharacters > 0) onTruncation?.({ index, truncatedTokens, truncatedCharacters });
      index++;
      yield sequence;
    }
  }
}
