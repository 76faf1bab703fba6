import type { Steps } from '../turns/steps.ts';
import type { TextSettings } from '../requests/types/index-settings.ts';
import { codeNames, cutCode } from './cut-code.ts';
import { cutMultilingual, multilingualCuts } from './cut-multilingual.ts';
import { cutText, type TextCuts } from './cut-text.ts';
import { englishStopWords } from './english-stop-words.ts';
import { foldToAscii } from './fold-to-ascii.ts';
import { createStemmer } from './stemmer.ts';

/** Splits texts into tokens. The tokens come in order, in several lists, between which the event loop may turn. */
export interface Tokenizer {
  /** Returns the tokens of a stored text. */
  readonly tokens: (text: string) => Iterable<readonly string[]>;
  /** Returns the tokens of a query text. */
  readonly queryTokens: (text: string) => Iterable<readonly string[]>;
  /**
   * Returns the names that are further tokens of a stored text and of a BM25 query, beside their parts. Filters do not require them, and
   * they have no place in a phrase. Only the `code` tokenizer has some; `undefined` for the others.
   */
  readonly names: ((text: string) => Iterable<readonly string[]>) | undefined;
}

// The number of UTF-16 units of a text that are split into tokens in one step. With a stemmer, this takes about a millisecond.
const sliceLength = 1024;
// No word of any language has more characters. A longer token is neither folded nor stemmed, which would take long.
const longestWord = 1000;
// The maximum length of a token's prefixes if the index has no setting. Their total size grows with the square of this length.
const longestPrefix = 255;

const word = /[\p{Alphabetic}\p{N}]+/gu;
const nonSpace = /[^\p{White_Space}]+/gu;

/** The positions at which texts are cut, for each tokenizer. */
const textCuts = {
  word: { before: /[^\p{Alphabetic}\p{N}]/u },
  code: { before: /[^\p{Alphabetic}\p{N}_]/u },
  prefix: { before: /[^\p{Alphabetic}\p{N}]/u },
  whitespace: { before: /\p{White_Space}/u },
  multilingual: multilingualCuts,
} as const satisfies Record<string, TextCuts>;

/**
 * Creates the tokenizer of a text index. It processes texts in slices of about `length` UTF-16 units.
 *
 * Source: qdrant/qdrant lib/segment/src/index/field_index/full_text_index/tokenizers. The rules of
 * the `code` tokenizer: docs/decisions/0087-qdrant-local-code-tokenizer.md. How long texts are cut:
 * docs/decisions/0079-qdrant-local-long-texts-and-formulas.md.
 */
export function createTokenizer(settings: TextSettings, length: number = sliceLength): Tokenizer {
  const { min_token_len: minLength, max_token_len: maxLength } = settings;
  const tokenizer = settings.tokenizer ?? 'word';
  const process = createProcessor(settings);
  const isLongEnough = (token: string): boolean => (minLength ?? 0) <= 1 || countCharacters(token) >= minLength!;
  const isShortEnough = (token: string): boolean =>
    typeof maxLength !== 'number' || countCharacters(token) <= maxLength;
  const isKept = (token: string): boolean => isLongEnough(token) && isShortEnough(token);
  const inSlices = (tokensOf: (slice: string) => readonly string[]): Tokenizer['tokens'] =>
    function* (text) {
      for (const slice of cutText(text, textCuts[tokenizer], length)) yield tokensOf(slice);
    };
  if (tokenizer !== 'prefix') {
    const tokens = inSlices((slice) => cut(slice, tokenizer).flatMap(process).filter(isKept));
    if (tokenizer !== 'code' || settings.lowercase === false) return { tokens, queryTokens: tokens, names: undefined };
    const names = inSlices((slice) => codeNames(slice).flatMap(process).filter(isKept));
    return { tokens, queryTokens: tokens, names };
  }
  const maxPrefix = maxLength ?? longestPrefix;
  // A stop word in a query may be the prefix of a longer word.
  const processWithStopWords = createProcessor({ ...settings, stopwords: null });
  return {
    tokens: inSlices((slice) =>
      (slice.match(word) ?? [])
        .flatMap(process)
        .filter(isLongEnough)
        .flatMap((token) => prefixes(token, minLength ?? 1, maxPrefix)),
    ),
    queryTokens: inSlices((slice) =>
      (slice.match(word) ?? [])
        .flatMap(processWithStopWords)
        .filter(isLongEnough)
        .map((token) => firstCharacters(token, maxPrefix).join('')),
    ),
    names: undefined,
  };
}

/** Returns all tokens of a text in one list. */
export function* collectTokens(slices: Iterable<readonly string[]>): Steps<string[]> {
  const collected: string[] = [];
  for (const tokens of slices) {
    for (const token of tokens) collected.push(token);
    yield;
  }
  return collected;
}

function cut(text: string, tokenizer: 'word' | 'whitespace' | 'multilingual' | 'code'): string[] {
  if (tokenizer === 'word') return text.match(word) ?? [];
  if (tokenizer === 'code') return cutCode(text);
  if (tokenizer === 'whitespace') return text.match(nonSpace) ?? [];
  return cutMultilingual(text);
}

/** Returns a function that folds a token to ASCII, lowercases it, drops it if it is a stop word, and stems it, in this order. */
function createProcessor(settings: TextSettings): (token: string) => string[] {
  const { lowercase, ascii_folding: isFolded, stemmer } = settings;
  const isLowered = lowercase !== false;
  const stopWords = new Set(readStopWords(settings).map((stopWord) => (isLowered ? stopWord.toLowerCase() : stopWord)));
  const stem = stemmer?.type === 'snowball' ? createStemmer(stemmer.language) : undefined;
  return (token) => {
    const isWord = token.length <= longestWord;
    const folded = isFolded === true && isWord ? foldToAscii(token) : token;
    const lowered = isLowered ? folded.toLowerCase() : folded;
    if (stopWords.has(lowered)) return [];
    return [stem === undefined || !isWord ? lowered : stem(lowered)];
  };
}

function readStopWords({ stopwords }: TextSettings): readonly string[] {
  if (typeof stopwords === 'string') return englishStopWords;
  const isEnglish = (stopwords?.languages ?? []).length > 0;
  return [...(stopwords?.custom ?? []), ...(isEnglish ? englishStopWords : [])];
}

/** Returns the prefixes of a token from `min` to `max` characters; none when the token is shorter than `min`. */
function prefixes(token: string, min: number, max: number): string[] {
  const characters = firstCharacters(token, max);
  const found: string[] = [];
  for (let length = Math.max(min, 1); length <= characters.length; length++) {
    found.push(characters.slice(0, length).join(''));
  }
  return found;
}

function firstCharacters(token: string, count: number): string[] {
  // A character is one or two UTF-16 units.
  return Array.from(token.slice(0, 2 * count)).slice(0, count);
}

function countCharacters(token: string): number {
  let count = 0;
  for (const _ of token) count++;
  return count;
}
