import { forEachInTurns } from './for-each-in-turns.ts';

/** Maximum number of words in the cache, and the length of the longest cached word in UTF-16 units. */
const rememberedWords = 50_000;
const longestRemembered = 100;

/** The score of an unknown character, below that of the least likely token. The value is SentencePiece's. */
const unknownPenalty = 10;

/** A vocabulary in the forms that the lookups need. */
interface Tables {
  readonly vocabulary: Map<string, number>;
  /** By id. */
  readonly scores: Float64Array;
  readonly longest: ReadonlyMap<string, number>;
}

/** The best division of a word up to one position. */
interface Path {
  readonly score: number;
  /** Start of its last token. */
  readonly start: number;
  readonly isUnknown: boolean;
}

/**
 * Divides words into the most likely sequence of tokens, by the logarithms of their probabilities (Kudo, "Subword Regularization", 2018).
 *
 * Equals `Unigram` of Hugging Face's `tokenizers` without byte fallback. Of two equally likely divisions the first one found wins. Consecutive
 * unknown characters become one unknown token.
 */
export class Unigram {
  /** Every token with its id. */
  readonly vocabulary: Map<string, number>;
  readonly unknownToken: string;
  readonly #scores: Float64Array;
  /** Length of the longest token with these first two UTF-16 units. */
  readonly #longest: ReadonlyMap<string, number>;
  readonly #unknownScore: number;
  readonly #known = new Map<string, readonly string[]>();

  private constructor({ vocabulary, scores, longest }: Tables, unknownToken: string) {
    this.vocabulary = vocabulary;
    this.unknownToken = unknownToken;
    this.#scores = scores;
    this.#longest = longest;
    this.#unknownScore = scores.reduce((least, score) => Math.min(least, score), Infinity) - unknownPenalty;
  }

  /**
   * Reads the vocabulary of a `tokenizer.json`, `[token, score][]`. It may have half a million tokens, so the event loop turns in between.
   *
   * @throws {TypeError} when `entries` is not a list of tokens with scores, or has no unknown token.
   */
  static async create(entries: unknown, unknownId: unknown): Promise<Unigram> {
    if (!Array.isArray(entries)) throw new TypeError('its vocabulary is not a list');
    const vocabulary = new Map<string, number>();
    const scores = new Float64Array(entries.length);
    const longest = new Map<string, number>();
    await forEachInTurns(entries.entries(), ([id, entry]) => {
      const [token, score] = Array.isArray(entry) ? (entry as unknown[]) : [];
      if (typeof token !== 'string' || typeof score !== 'number') {
        throw new TypeError(`entry ${id} of its vocabulary is not a token with a score`);
      }
      vocabulary.set(token, id);
      scores[id] = score;
      const start = token.slice(0, 2);
      if (token.length > (longest.get(start) ?? 0)) longest.set(start, token.length);
    });
    const unknown = entries[unknownId as number] as readonly [string, number] | undefined;
    if (unknown === undefined) throw new TypeError('its vocabulary has no unknown token');
    return new Unigram({ vocabulary, scores, longest }, unknown[0]);
  }

  /** Returns the tokens of a word, with the unknown token in place of unknown characters. */
  tokensOf(word: string): readonly string[] {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    const tokens = this.#divide(word);
    if (word.length > longestRemembered) return tokens;
    if (this.#known.size >= rememberedWords) this.#known.clear();
    this.#known.set(word, tokens);
    return tokens;
  }

  #divide(word: string): readonly string[] {
    const paths: (Path | undefined)[] = [{ score: 0, start: 0, isUnknown: false }];
    for (let start = 0; start < word.length;) {
      const { score: before } = paths[start]!;
      const next = start + (word.codePointAt(start)! > 0xffff ? 2 : 1);
      const reach = (end: number, score: number, isUnknown: boolean): void => {
        const path = paths[end];
        if (path === undefined || before + score > path.score) paths[end] = { score: before + score, start, isUnknown };
      };
      const longest = Math.max(this.#longest.get(word.slice(start, start + 2)) ?? 0, 1);
      for (let end = start + 1; end <= Math.min(word.length, start + longest); end++) {
        const id = this.vocabulary.get(word.slice(start, end));
        if (id !== undefined) reach(end, this.#scores[id]!, false);
      }
      if (!this.vocabulary.has(word.slice(start, next))) reach(next, this.#unknownScore, true);
      start = next;
    }
    return this.#walkBack(word, paths);
  }

  #walkBack(word: string, paths: readonly (Path | undefined)[]): readonly string[] {
    const tokens: string[] = [];
    let isBehindUnknown = false;
    for (let end = word.length; end > 0;) {
      const { start, isUnknown } = paths[end]!;
      if (!isUnknown) tokens.push(word.slice(start, end));
      else if (!isBehindUnknown) tokens.push(this.unknownToken);
      isBehindUnknown = isUnknown;
      end = start;
    }
    return tokens.toReversed();
  }
}
