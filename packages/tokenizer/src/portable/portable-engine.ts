import { InvalidArgumentError } from '@x/core';

import type { TextEncoding, TokenizerEngine, WrappedEncoding } from '../tokenizer-engine.ts';
import { inTurns } from './in-turns.ts';
import type { TextEncoder } from './text-encoder.ts';

/** JavaScript in the place of the native library. It knows which tokens a text has, and not where they stand in it. */
export class PortableEngine implements TokenizerEngine {
  readonly #encoder: TextEncoder;

  constructor(encoder: TextEncoder) {
    this.#encoder = encoder;
  }

  async encode(): Promise<WrappedEncoding> {
    return refusePlaces();
  }

  /** Works on the caller's thread; the event loop turns between texts. */
  async encodeBatch(texts: readonly string[]): Promise<TextEncoding[]> {
    const encodings: TextEncoding[] = [];
    await inTurns(
      texts,
      (text) => {
        const ids = this.#encoder.encode(text);
        encodings.push({ getIds: () => ids, getOffsets: refusePlaces });
      },
      { itemsPerLook: 1 },
    );
    return encodings;
  }

  tokenToId(token: string): number | null {
    return this.#encoder.vocabulary.get(token) ?? null;
  }

  getVocabSize(): number {
    return this.#encoder.vocabulary.size;
  }
}

function refusePlaces(): never {
  const expected =
    "'native' where the places of tokens in their texts are needed, which the portable engine does not know";
  throw new InvalidArgumentError({ parameter: 'engine', value: 'portable', expected });
}
