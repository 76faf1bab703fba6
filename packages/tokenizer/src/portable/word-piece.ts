import { forEachInTurns } from './for-each-in-turns.ts';

/** Maximum number of words in the cache. A few thousand words make up most texts. */
const rememberedWords = 50_000;

/** Options of {@link WordPiece}. */
export interface WordPieceOptions {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownId: number;
  /** Prefix of the pieces that continue a word, e.g. `##`. */
  readonly continuingPrefix: string;
  /** Length of the longest word that is looked up, in code points. A longer word is unknown. */
  readonly maxWordLength: number;
}

/** Ids of pieces by their text, and an upper bound of the longest piece in UTF-16 units. */
interface Pieces {
  readonly ids: ReadonlyMap<string, number>;
  readonly longest: number;
}

/**
 * Divides words into the longest pieces of a vocabulary, from left to right.
 *
 * The time is bounded by word length x longest piece, so no word of a hostile text takes long.
 */
export class WordPiece {
  readonly #unknownId: number;
  readonly #maxWordLength: number;
  readonly #first: Pieces;
  /** Stored without their prefix: looking up a part of the word itself is eight times as fast as adding the prefix to it first. */
  readonly #continuing: Pieces;
  readonly #known = new Map<string, readonly number[]>();

  private constructor({ unknownId, maxWordLength }: WordPieceOptions, first: Pieces, continuing: Pieces) {
    this.#unknownId = unknownId;
    this.#maxWordLength = maxWordLength;
    this.#first = first;
    this.#continuing = continuing;
  }

  /** Builds the lookup tables from the vocabulary, and yields to the event loop in between. */
  static async create(options: WordPieceOptions): Promise<WordPiece> {
    const { vocabulary, continuingPrefix } = options;
    const continuing = new Map<string, number>();
    let longest = 0;
    await forEachInTurns(vocabulary, ([token, id]) => {
      longest = Math.max(longest, token.length);
      if (token.startsWith(continuingPrefix)) continuing.set(token.slice(continuingPrefix.length), id);
    });
    return new WordPiece(options, { ids: vocabulary, longest }, { ids: continuing, longest });
  }

  /** Returns the ids of a word's pieces. If any part of the word matches no piece, the result is the id of the unknown token alone. */
  idsOf(word: string): readonly number[] {
    const limit = this.#maxWordLength;
    if (word.length > limit && Array.from(word).length > limit) return [this.#unknownId];
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    if (this.#known.size >= rememberedWords) this.#known.clear();
    const ids = this.#divide(word);
    this.#known.set(word, ids);
    return ids;
  }

  #divide(word: string): readonly number[] {
    const ids: number[] = [];
    let pieces = this.#first;
    for (let start = 0; start < word.length; pieces = this.#continuing) {
      let end = Math.min(word.length, start + pieces.longest);
      let id = pieces.ids.get(word.slice(start, end));
      while (id === undefined && --end > start) id = pieces.ids.get(word.slice(start, end));
      if (id === undefined) return [this.#unknownId];
      ids.push(id);
      start = end;
    }
    return ids;
  }
}
