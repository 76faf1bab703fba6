import { DisposedError, requireText, type SparseVector, type SparseWord, Turns } from '@x/core';

import { readTexts } from '../../read-texts.ts';
import { type LeftOutWords, type NoWordsPolicy, NoWordsWatch } from '../no-words-watch.ts';
import type { SparseEncodeOptions, SparseEncoder } from '../sparse-encoder.ts';
import { Bm25, type Steps } from './bm25.ts';
import { type Bm25Options, readBm25Options } from './bm25-options.ts';
import { nameText } from './name-text.ts';

/** Milliseconds of work per turn of the event loop, unless a caller's tokenizer takes longer for a text. */
const turnMs = 2;

/** The text that work is about, and the turns of its call. */
interface RunOptions {
  /** Name of the text in errors, e.g. `documents[3]`. */
  readonly name: string;
  readonly turns: Turns;
}

/** `Qdrant/bm25`: has no model file. Runs on the caller's thread and yields to the event loop every few milliseconds, also within a text. */
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
    const turns = new Turns({ signal, turnMs });
    let index = 0;
    for await (const text of readTexts(texts, { signal, disposal: this.#disposal.signal })) {
      const name = `documents[${index++}]`;
      requireText(text, name);
      const vector = await this.#run(this.#bm25.passageVector(text), { name, turns });
      watch.see(await this.#leftOutOf(text, vector, { name, turns }));
      yield vector;
    }
    signal?.throwIfAborted();
    watch.finish();
  }

  async encodeQuery(text: string, { signal, onNoWords }: SparseEncodeOptions): Promise<SparseVector> {
    const watch = new NoWordsWatch(this.#noWordsPolicy, onNoWords);
    const run = { name: 'query', turns: new Turns({ signal, turnMs }) };
    const vector = await this.#run(this.#bm25.queryVector(text), run);
    watch.see(await this.#leftOutOf(text, vector, run));
    watch.finish();
    return vector;
  }

  async queryWords(text: string): Promise<readonly SparseWord[]> {
    return this.#run(this.#bm25.wordsOf(text), { name: 'query', turns: new Turns({ turnMs }) });
  }

  assertUsable(): void {
    this.#disposal.signal.throwIfAborted();
  }

  async dispose(): Promise<void> {
    this.#disposal.abort(new DisposedError({ resource: "The model 'Qdrant/bm25'" }));
  }

  /** Runs the work on one text. Between two steps, the event loop may turn, and the call may be aborted. */
  async #run<Result>(steps: Steps<Result>, { name, turns }: RunOptions): Promise<Result> {
    for (;;) {
      if (turns.isSpent()) {
        await turns.next();
        this.assertUsable();
      }
      const step = nameText(name, () => steps.next());
      if (step.done === true) return step.value;
    }
  }

  /** Returns the number of words left out of a text without words; `undefined` for a text with words. */
  async #leftOutOf(text: string, { indices }: SparseVector, run: RunOptions): Promise<LeftOutWords | undefined> {
    return indices.length > 0 ? undefined : this.#run(this.#bm25.leftOutOf(text), run);
  }
}
