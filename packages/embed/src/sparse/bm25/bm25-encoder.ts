import { setImmediate as nextTurn } from 'node:timers/promises';

import { DisposedError, requireText, type SparseVector, type SparseWord } from '@x/core';

import type { SparseEncodeOptions, SparseEncoder } from '../sparse-encoder.ts';
import { Bm25 } from './bm25.ts';
import { type Bm25Options, readBm25Options } from './bm25-options.ts';

// Characters between two turns of the event loop: a few milliseconds of work.
const charactersPerTurn = 100_000;

/** `Qdrant/bm25`: no model file, computed on the caller's thread in short turns. */
export class Bm25Encoder implements SparseEncoder {
  readonly #bm25: Bm25;
  #isDisposed = false;

  private constructor(bm25: Bm25) {
    this.#bm25 = bm25;
  }

  static async load(options: Bm25Options): Promise<Bm25Encoder> {
    return new Bm25Encoder(await Bm25.load(readBm25Options(options)));
  }

  async *encodePassages(
    texts: Iterable<string> | AsyncIterable<string>,
    { signal }: SparseEncodeOptions,
  ): AsyncGenerator<SparseVector, void, undefined> {
    let characters = 0;
    let index = 0;
    for await (const text of texts) {
      this.assertUsable();
      signal?.throwIfAborted();
      requireText(text, `documents[${index++}]`);
      yield this.#bm25.passageVector(text);
      characters += text.length;
      if (characters < charactersPerTurn) continue;
      characters = 0;
      await nextTurn();
    }
    signal?.throwIfAborted();
  }

  async encodeQuery(text: string): Promise<SparseVector> {
    return this.#bm25.queryVector(text);
  }

  queryWords(text: string): readonly SparseWord[] {
    return this.#bm25.wordsOf(text);
  }

  assertUsable(): void {
    if (this.#isDisposed) throw new DisposedError({ resource: "The model 'Qdrant/bm25'" });
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
  }
}
