import { requireText, type SparseVector, type SparseWord } from '@x/core';

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

const encoder = new TextEncoder();
// Maximum number of stems in the cache. Stemming is most of the work, and a few thousand words make up most texts.
const rememberedStems = 50_000;

/**
 * Computes BM25's term weights without its inverse document frequency, which the search engine applies (modifier `idf`).
 *
 * Equals FastEmbed's `Qdrant/bm25` (fastembed/sparse/bm25.py): the same words, stems, ids and weights.
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

  /** Returns the weights `tf·(k+1) / (tf + k·(1 − b + b·length/averageLength))`, in the order of the words' first occurrence. */
  passageVector(text: string): SparseVector {
    const { k, b, averageLength } = this.#settings;
    const stems = this.stemsOf(text);
    const frequencies = new Map<string, number>();
    for (const stem of stems) frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
    const lengthNorm = k * (1 - b + (b * stems.length) / averageLength);
    const weights = new Map<number, number>();
    // If two stems have the same id, only the later one counts, as in FastEmbed.
    for (const [stem, frequency] of frequencies) {
      weights.set(idOf(stem), (frequency * (k + 1)) / (frequency + lengthNorm));
    }
    return toSparseVector(weights);
  }

  /** Returns the weight 1 for each word. Passages and the `idf` modifier account for its frequency and its rarity. */
  queryVector(text: string): SparseVector {
    return toSparseVector(new Map(this.stemsOf(text).map((stem) => [idOf(stem), 1])));
  }

  /** Returns the words of a text that have a dimension in its vector, in order, with repetitions. */
  wordsOf(text: string): SparseWord[] {
    return this.#splitter
      .place(text)
      .flatMap(({ words, start, end }) => this.#stemsOf(words).map((stem) => ({ index: idOf(stem), start, end })));
  }

  /** Returns the stems of a text for the search, in order, with repetitions. */
  stemsOf(text: string): string[] {
    return this.#stemsOf(this.#splitter.split(text));
  }

  /** Returns the number of words of a text that are left out, by reason. */
  leftOutOf(text: string): { readonly stopWords: number; readonly longWords: number } {
    const words = this.#splitter.split(text);
    const stopWords = words.filter((word) => this.#parts.stopWords.has(word)).length;
    return { stopWords, longWords: words.filter((word) => isLonger(word, this.#settings.maxWordLength)).length };
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

/** Whether a word has more than `limit` code points. */
function isLonger(word: string, limit: number): boolean {
  return word.length > limit && Array.from(word).length > limit;
}

function idOf(stem: string): number {
  return Math.abs(murmur3(encoder.encode(stem)));
}

function toSparseVector(weights: ReadonlyMap<number, number>): SparseVector {
  return { indices: Uint32Array.from(weights.keys()), values: Float32Array.from(weights.values()) };
}
