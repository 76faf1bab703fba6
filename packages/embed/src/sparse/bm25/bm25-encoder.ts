import { DisposedError, requireText, type SparseVector, type SparseWord, Turns } from '@x/core';

import { readTexts } from '../../read-texts.ts';
import { type NoWordsPolicy, NoWordsWatch } from '../no-words-watch.ts';
import type { SparseEncodeOptions, SparseEncoder } from '../sparse-encoder.ts';
import { Bm25 } from './bm25.ts';
import { type Bm25Options, readBm25Options } from './bm25-options.ts';
import { nameText } from './name-text.ts';

/** Milliseconds of work per turn of the event loop, unless a single text takes longer. */
const turnMs = 2;

/** `Qdrant/bm25`: has no model file. Runs on the caller's thread and yields to the event loop every few milliseconds. */
export class Bm25Encoder implements SparseEncoder {
  readonly #bm25: Bm25;
  readonly #noWordsPolicy: NoWordsPolicy;
  readonly #disposal = new AbortController();

  private constructor(bm25: Bm25, noWordsPolicy: NoWordsPolicy) {
    this.#bm25 = bm25;
    this.#noWordsPolicy = noWordsPolicy;
  }

  static async load(options: Bm25Options): Promise<Bm25Encoder> {
    const settings = readBm25Options(options);
    return new Bm25Encoder(await Bm25.load(settings), settings.noWordsPolicy);
  }

  async *encodePassages(
    texts: Iterable<string> | AsyncIterable<string>,
    { signal, onNoWords }: SparseEncodeOptions,
  ): AsyncGenerator<SparseVector, void, undefined> {
    const watch = new NoWordsWatch(this.#noWordsPolicy, onNoWords);
    const turns = new Turns({ turnMs });
    let index = 0;
    for await (const text of readTexts(texts, { signal, disposal: this.#disposal.signal })) {
      const name = `documents[${index++}]`;
      requireText(text, name);
      const vector = nameText(name, () => this.#bm25.passageVector(text));
      watch.see(vector, () => nameText(name, () => this.#bm25.leftOutOf(text)));
      yield vector;
      if (turns.isSpent()) await turns.next();
    }
    signal?.throwIfAborted();
    watch.finish();
  }

  async encodeQuery(text: string, { onNoWords }: SparseEncodeOptions): Promise<SparseVector> {
    const watch = new NoWordsWatch(this.#noWordsPolicy, onNoWords);
    const vector = nameText('query', () => this.#bm25.queryVector(text));
    watch.see(vector, () => nameText('query', () => this.#bm25.leftOutOf(text)));
    watch.finish();
    return vector;
  }

  queryWords(text: string): readonly SparseWord[] {
    return nameText('query', () => this.#bm25.wordsOf(text));
  }

  assertUsable(): void {
    this.#disposal.signal.throwIfAborted();
  }

  async dispose(): Promise<void> {
    this.#disposal.abort(new DisposedError({ resource: "The model 'Qdrant/bm25'" }));
  }
}
