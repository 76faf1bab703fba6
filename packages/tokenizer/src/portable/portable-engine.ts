import { InvalidArgumentError } from '@x/core';

import type { TextEncoding, TokenizerEngine, WrappedEncoding } from '../tokenizer-engine.ts';
import { forEachInTurns } from './for-each-in-turns.ts';
import type { TextEncoder } from './text-encoder.ts';

/** An engine in JavaScript that replaces the native library. It returns the tokens of a text, but not their offsets. */
export class PortableEngine implements TokenizerEngine {
  readonly #encoder: TextEncoder;

  constructor(encoder: TextEncoder) {
    this.#encoder = encoder;
  }

  async encode(): Promise<WrappedEncoding> {
    return refusePlaces();
  }

  /** Runs on the caller's thread and yields to the event loop between texts. */
  async encodeBatch(texts: readonly string[]): Promise<TextEncoding[]> {
    const encodings: TextEncoding[] = [];
    await forEachInTurns(
      texts,
      (text) => {
        const ids = this.#encoder.encode(text);
        encodings.push({ getIds: () => ids, getOffsets: refusePlaces });
      },
      { itemsPerCheck: 1 },
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
  const expected = "'native' for calls that need the offsets of tokens";
  const advice = "The portable engine does not compute them: load the tokenizer with engine: 'native'.";
  throw new InvalidArgumentError({ parameter: 'engine', value: 'portable', expected, advice });
}
