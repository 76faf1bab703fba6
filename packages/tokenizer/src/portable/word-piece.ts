import { inTurns } from './in-turns.ts';

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

/** Ids of pieces by their text, and how many UTF-16 units the longest has at most. */
interface Pieces {
  readonly ids: ReadonlyMap<string, number>;
  readonly longest: number;
}

/**
 * Divides words into the longest pieces that a vocabulary has, from left to right.
 *
 * The time is bounded by word length x longest piece, so that no word of a hostile text takes long.
 */
export class WordPiece {
  readonly #unknownId: number;
  readonly #maxWordLength: number;
  readonly #first: Pieces;
  /** Without their prefix: to look up a part of the word itself is eight times as fast as to put the prefix in front of it. */
  readonly #continuing: Pieces;
  readonly #known = new Map<string, readonly number[]>();

  private constructor({ unknownId, maxWordLength }: WordPieceOptions, first: Pieces, continuing: Pieces) {
    this.#unknownId = unknownId;
    this.#maxWordLength = maxWordLength;
    this.#first = first;
    this.#continuing = continuing;
  }

  /** Sorts the vocabulary, in short turns. */
  static async create(options: WordPieceOptions): Promise<WordPiece> {
    const { vocabulary, continuingPrefix } = options;
    const continuing = new Map<string, number>();
    let longest = 0;
    await inTurns(vocabulary, ([token, id]) => {
      longest = Math.max(longest, token.length);
      if (token.startsWith(continuingPrefix)) continuing.set(token.slice(continuingPrefix.length), id);
    });
    return new WordPiece(options, { ids: vocabulary, longest }, { ids: continuing, longest });
  }

  /** The ids of a word's pieces: that of the unknown token alone, where a part of it is in no piece. */
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
