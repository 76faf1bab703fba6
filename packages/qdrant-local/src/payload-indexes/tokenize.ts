import type { TextSettings } from '../requests/types/index-settings.ts';
import { englishStopWords } from './english-stop-words.ts';
import { foldToAscii } from './fold-to-ascii.ts';
import { createStemmer } from './stemmer.ts';

/** Cuts texts into tokens. */
export interface Tokenizer {
  /** The tokens of a stored text, in order. */
  tokens(text: string): string[];
  /** The tokens of a text that is looked for. */
  queryTokens(text: string): string[];
}

const word = /[\p{Alphabetic}\p{N}]+/gu;
// One language for all, so that a text is cut alike on every machine.
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
// Before a capital that follows a small letter or a digit, and before the last of several capitals when a small letter follows.
const humpStart = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const nonSpace = /[^\p{White_Space}]+/gu;

/**
 * Makes the tokenizer of a text index.
 *
 * Source: qdrant/qdrant lib/segment/src/index/field_index/full_text_index/tokenizers. The `multilingual` tokenizer cuts
 * where `Intl.Segmenter` does, a server with the charabia and vaporetto libraries. Where a server's `code` tokenizer cuts is
 * not known: docs/decisions/0087-qdrant-local-code-tokenizer.md.
 */
export function createTokenizer(settings: TextSettings): Tokenizer {
  const { min_token_len: minLength, max_token_len: maxLength } = settings;
  const tokenizer = settings.tokenizer ?? 'word';
  const process = createProcessor(settings);
  const isLongEnough = (token: string): boolean => (minLength ?? 0) <= 1 || countCharacters(token) >= minLength!;
  const isShortEnough = (token: string): boolean =>
    typeof maxLength !== 'number' || countCharacters(token) <= maxLength;
  const isKept = (token: string): boolean => isLongEnough(token) && isShortEnough(token);
  if (tokenizer !== 'prefix') {
    const tokens = (text: string): string[] => cut(text, tokenizer).flatMap(process).filter(isKept);
    return { tokens, queryTokens: tokens };
  }
  const maxPrefix = maxLength ?? Infinity;
  return {
    tokens: (text) =>
      (text.match(word) ?? [])
        .flatMap(process)
        .filter(isLongEnough)
        .flatMap((token) => prefixes(token, minLength ?? 1, maxPrefix)),
    queryTokens: (text) =>
      (text.match(word) ?? [])
        // A stop word may be the beginning of a longer word that is meant.
        .flatMap(createProcessor({ ...settings, stopwords: null }))
        .filter(isLongEnough)
        .map((token) => Array.from(token).slice(0, maxPrefix).join('')),
  };
}

function cut(text: string, tokenizer: 'word' | 'whitespace' | 'multilingual' | 'code'): string[] {
  if (tokenizer === 'word') return text.match(word) ?? [];
  if (tokenizer === 'code') return (text.match(word) ?? []).flatMap((name) => name.split(humpStart));
  if (tokenizer === 'whitespace') return text.match(nonSpace) ?? [];
  // Compatibility forms become one, and marks go, as charabia does it.
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}+/gu, '')
    .toLowerCase();
  return Array.from(segmenter.segment(plain), ({ segment }) => segment).filter((segment) =>
    /\p{Alphabetic}/u.test(segment),
  );
}

/** ASCII, then lower case, then stop words out, then stems. */
function createProcessor(settings: TextSettings): (token: string) => string[] {
  const { lowercase, ascii_folding: isFolded, stemmer } = settings;
  const isLowered = lowercase !== false;
  const stopWords = new Set(readStopWords(settings).map((stopWord) => (isLowered ? stopWord.toLowerCase() : stopWord)));
  const stem = stemmer?.type === 'snowball' ? createStemmer(stemmer.language) : undefined;
  return (token) => {
    const folded = isFolded === true ? foldToAscii(token) : token;
    const lowered = isLowered ? folded.toLowerCase() : folded;
    if (stopWords.has(lowered)) return [];
    return [stem === undefined ? lowered : stem(lowered)];
  };
}

function readStopWords({ stopwords }: TextSettings): readonly string[] {
  if (typeof stopwords === 'string') return englishStopWords;
  const isEnglish = (stopwords?.languages ?? []).length > 0;
  return [...(stopwords?.custom ?? []), ...(isEnglish ? englishStopWords : [])];
}

/** The beginnings of a token from `min` to `max` characters; the token itself when it is shorter than that. */
function prefixes(token: string, min: number, max: number): string[] {
  const characters = Array.from(token);
  const found: string[] = [];
  for (let length = Math.max(min, 1); length <= Math.min(max, characters.length); length++) {
    found.push(characters.slice(0, length).join(''));
  }
  return found;
}

function countCharacters(token: string): number {
  let count = 0;
  for (const _ of token) count++;
  return count;
}
