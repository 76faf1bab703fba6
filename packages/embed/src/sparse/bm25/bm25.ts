import { requireText, type SparseVector, type SparseWord } from '@x/core';

import type { LeftOutWords } from '../no-words-watch.ts';
import { type Bm25Settings } from './bm25-options.ts';
import { loadStopWords } from './languages.ts';
import { murmur3 } from './murmur3.ts';
import { loadStemmer, type Stemmer } from './stemmers.ts';
import { createWordSplitter, dropRejection, type WordSplitter } from './word-splitter.ts';

/** The parts of a language that {@link Bm25} uses. */
interface LanguageParts {
  readonly stem: Stemmer;
  readonly stopWords: ReadonlySet<string>;
}

/** Work in short steps, each of which ends at a `yield`. Between two steps the event loop may turn. Returns the result. */
export type Steps<Result> = Generator<void, Result, undefined>;

const encoder = new TextEncoder();
// Maximum number of stems in the cache. Stemming is most of the work, and a few thousand words make up most texts.
const rememberedStems = 50_000;
// Numbers that are computed or copied in one step.
const itemsPerStep = 256;

/**
 * Computes BM25's term weights without its inverse document frequency, which the search engine applies (modifier `idf`).
 *
 * Equals FastEmbed's `Qdrant/bm25` (fastembed/sparse/bm25.py): the same words, stems, ids and weights. Texts are processed in steps, because a long
 * one takes seconds.
 */
export class Bm25 {
  readonly #settings: Bm25Settings;
  readonly #parts: LanguageParts;
  readonly #splitter: WordSplitter;
  readonly #stems = new Map<string, string>();

  private constructor(settings: Bm25Settings, parts: LanguageParts) {
    this.#settings = settings;
    this.#parts = parts;
    this.#splitter = createWordSplitter(settings);
  }

  static async load(settings: Bm25Settings): Promise<Bm25> {
    const { language, disableStemmer, stopWords, stemmer } = settings;
    if (disableStemmer) return new Bm25(settings, { stem: (word) => word, stopWords: new Set(stopWords) });
    const [stem, ofLanguage] = await Promise.all([stemmer ?? loadStemmer(language), loadStopWords(language)]);
    return new Bm25(settings, { stem, stopWords: stopWords === undefined ? ofLanguage : new Set(stopWords) });
  }

  /** Computes the weights `tf·(k+1) / (tf + k·(1 − b + b·length/averageLength))`, in the order of the words' first occurrence. */
  *passageVector(text: string): Steps<SparseVector> {
    const { k, b, averageLength } = this.#settings;
    const frequencies = new Map<string, number>();
    let length = 0;
    for (const stems of this.stemsOf(text)) {
      for (const stem of stems) frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
      length += stems.length;
      yield;
    }
    const lengthNorm = k * (1 - b + (b * length) / averageLength);
    const weights = new Map<number, number>();
    let count = 0;
    // If two stems have the same id, only the later one counts, as in FastEmbed.
    for (const [stem, frequency] of frequencies) {
      weights.set(idOf(stem), (frequency * (k + 1)) / (frequency + lengthNorm));
      if (++count % itemsPerStep === 0) yield;
    }
    return yield* toSparseVector(weights);
  }

  /** Computes the weight 1 for each word. Passages and the `idf` modifier account for its frequency and its rarity. */
  *queryVector(text: string): Steps<SparseVector> {
    const weights = new Map<number, number>();
    for (const stems of this.stemsOf(text)) {
      for (const stem of stems) weights.set(idOf(stem), 1);
      yield;
    }
    return yield* toSparseVector(weights);
  }

  /** Finds the words of a text that have a dimension in its vector, in order, with repetitions. */
  *wordsOf(text: string): Steps<SparseWord[]> {
    const found: SparseWord[] = [];
    for (const placed of this.#splitter.place(text)) {
      for (const { words, start, end } of placed) {
        for (const stem of this.#stemsOf(words)) found.push({ index: idOf(stem), start, end });
      }
      yield;
    }
    return found;
  }

  /** Yields the stems of a text for the search, in order, with repetitions, in short lists. */
  *stemsOf(text: string): Generator<string[], void, undefined> {
    for (const words of this.#splitter.split(text)) yield this.#stemsOf(words);
  }

  /** Counts the words of a text that are left out, by reason. */
  *leftOutOf(text: string): Steps<LeftOutWords> {
    const { maxWordLength } = this.#settings;
    let [stopWords, longWords] = [0, 0];
    for (const words of this.#splitter.split(text)) {
      for (const word of words) {
        if (this.#parts.stopWords.has(word)) stopWords++;
        if (isLonger(word, maxWordLength)) longWords++;
      }
      yield;
    }
    return { stopWords, longWords };
  }

  #stemsOf(words: readonly string[]): string[] {
    const { stopWords } = this.#parts;
    const { maxWordLength } = this.#settings;
    const stems: string[] = [];
    for (const word of words) {
      if (word.trim() === '' || stopWords.has(word) || isLonger(word, maxWordLength)) continue;
      const stem = this.#stem(word);
      if (stem.trim() !== '') stems.push(stem);
    }
    return stems;
  }

  #stem(word: string): string {
    const known = this.#stems.get(word);
    if (known !== undefined) return known;
    if (this.#stems.size >= rememberedStems) this.#stems.clear();
    const answer: unknown = this.#parts.stem(word);
    dropRejection(answer);
    const stem = requireText(answer, `stemmer(${JSON.stringify(word)})`);
    this.#stems.set(word, stem);
    return stem;
  }
}

/** Whether a word has more than `limit` code points. A code point is one or two UTF-16 units. */
function isLonger(word: string, limit: number): boolean {
  return word.length > limit && (word.length > 2 * limit || Array.from(word).length > limit);
}

function idOf(stem: string): number {
  return Math.abs(murmur3(encoder.encode(stem)));
}

function* toSparseVector(weights: ReadonlyMap<number, number>): Steps<SparseVector> {
  const indices = new Uint32Array(weights.size);
  const values = new Float32Array(weights.size);
  let position = 0;
  for (const [index, weight] of weights) {
    indices[position] = index;
    values[position] = weight;
    if (++position % itemsPerStep === 0) yield;
  }
  return { indices, values };
}
