/** Words whose ids are remembered: a few thousand make up most texts. */
const rememberedWords = 50_000;

/** Options of {@link WordPiece}. */
export interface WordPieceOptions {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownId: number;
  /** What pieces begin with that go on a word, e.g. `##`. */
  readonly continuingPrefix: string;
  /** Code points of the longest word that is looked up; a longer one is unknown. */
  readonly maxWordLength: number;
}

/**
 * Divides words into the longest pieces that a vocabulary has, from left to right.
 *
 * The time is bounded by word length x longest piece, so that no word of a hostile text takes long.
 */
export class WordPiece {
  readonly #options: WordPieceOptions;
  readonly #longestPiece: number;
  readonly #known = new Map<string, readonly number[]>();

  constructor(options: WordPieceOptions) {
    this.#options = options;
    let longest = 0;
    for (const token of options.vocabulary.keys()) longest = Math.max(longest, token.length);
    this.#longestPiece = longest;
  }

  /** The ids of a word's pieces: that of the unknown token alone, where a part of it is in no piece. */
  idsOf(word: string): readonly number[] {
    const { maxWordLength, unknownId } = this.#options;
    if (word.length > maxWordLength && Array.from(word).length > maxWordLength) return [unknownId];
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    if (this.#known.size >= rememberedWords) this.#known.clear();
    const ids = this.#divide(word);
    this.#known.set(word, ids);
    return ids;
  }

  #divide(word: string): readonly number[] {
    const { vocabulary, unknownId, continuingPrefix } = this.#options;
    const ids: number[] = [];
    for (let start = 0; start < word.length;) {
      const prefix = start === 0 ? '' : continuingPrefix;
      let end = Math.min(word.length, start + this.#longestPiece);
      let id = vocabulary.get(prefix + word.slice(start, end));
      while (id === undefined && --end > start) id = vocabulary.get(prefix + word.slice(start, end));
      if (id === undefined) return [unknownId];
      ids.push(id);
      start = end;
    }
    return ids;
  }
}
