import { asObject } from '../json-values.ts';
import { type BertNormalizerSettings, normalizeBert } from './bert-normalizer.ts';
import { forEachInTurns } from './for-each-in-turns.ts';
import type { TextEncoder } from './text-encoder.ts';
import { WordPiece } from './word-piece.ts';

const asciiWords = /[^\s!-/:-@[-`{-~]+|[!-/:-@[-`{-~]/g;
const words = /[^\p{White_Space}\p{P}$+<=>^`|~]+|[\p{P}$+<=>^`|~]/gu;
const isAscii = /^[\0-\x7f]*$/;

/**
 * Creates the encoder of a BERT `tokenizer.json` (`BertNormalizer`, `BertPreTokenizer`, `WordPiece`); `undefined` for any other tokenizer.
 *
 * docs/decisions/0099-static-embeddings-without-native-code.md explains why the pure JavaScript library is not used here.
 */
export async function createBertEncoder(
  tokenizer: Readonly<Record<string, unknown>>,
): Promise<TextEncoder | undefined> {
  const model = asObject(tokenizer['model']);
  const normalizer = asObject(tokenizer['normalizer']);
  const addedTokens = (tokenizer['added_tokens'] ?? []) as readonly unknown[];
  const isBert =
    model['type'] === 'WordPiece' &&
    normalizer['type'] === 'BertNormalizer' &&
    asObject(tokenizer['pre_tokenizer'])['type'] === 'BertPreTokenizer' &&
    addedTokens.every(isPlain);
  if (!isBert) return undefined;
  const ids = asObject(model['vocab']) as Record<string, number>;
  const vocabulary = new Map<string, number>();
  await forEachInTurns(Object.keys(ids), (token) => vocabulary.set(token, ids[token]!));
  const added = new Map(addedTokens.map(asObject).map(({ content, id }) => [content as string, id as number]));
  for (const [token, id] of added) vocabulary.set(token, id);
  const { unk_token: unknown, continuing_subword_prefix: prefix, max_input_chars_per_word: maxWordLength } = model;
  const unknownId = vocabulary.get(unknown as string);
  if (unknownId === undefined)
    throw new TypeError(`its unknown token ${JSON.stringify(unknown)} is not in its vocabulary`);
  const pieces = await WordPiece.create({
    vocabulary,
    unknownId,
    continuingPrefix: typeof prefix === 'string' ? prefix : '##',
    maxWordLength: typeof maxWordLength === 'number' ? maxWordLength : 100,
  });
  return new BertEncoder({ vocabulary, added, pieces, settings: settingsOf(normalizer) });
}

/** BERT's tokenizer: splits a text into words and punctuation marks, and each of these into pieces of the vocabulary. */
class BertEncoder implements TextEncoder {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly #added: ReadonlyMap<string, number>;
  readonly #addedPattern: RegExp | undefined;
  readonly #pieces: WordPiece;
  readonly #settings: BertNormalizerSettings;

  constructor({
    vocabulary,
    added,
    pieces,
    settings,
  }: {
    vocabulary: ReadonlyMap<string, number>;
    added: ReadonlyMap<string, number>;
    pieces: WordPiece;
    settings: BertNormalizerSettings;
  }) {
    this.vocabulary = vocabulary;
    this.#added = added;
    this.#addedPattern = patternOf([...added.keys()]);
    this.#pieces = pieces;
    this.#settings = settings;
  }

  encode(text: string): number[] {
    const ids: number[] = [];
    const parts = this.#addedPattern === undefined ? [text] : text.split(this.#addedPattern);
    for (const part of parts) {
      const added = this.#added.get(part);
      if (added === undefined) this.#encodeWords(part, ids);
      else ids.push(added);
    }
    return ids;
  }

  #encodeWords(text: string, ids: number[]): void {
    const normalized = normalizeBert(text, this.#settings);
    for (const word of normalized.match(isAscii.test(normalized) ? asciiWords : words) ?? []) {
      for (const id of this.#pieces.idsOf(word)) ids.push(id);
    }
  }
}

function settingsOf(normalizer: Readonly<Record<string, unknown>>): BertNormalizerSettings {
  const lowercases = normalizer['lowercase'] !== false;
  return {
    cleanText: normalizer['clean_text'] !== false,
    separatesChinese: normalizer['handle_chinese_chars'] !== false,
    // When the file does not state it, accents are stripped if and only if the text is lower-cased.
    stripsAccents: (normalizer['strip_accents'] ?? lowercases) === true,
    lowercases,
  };
}

/** Whether an added token is matched literally, in the text before normalization and without rules about its surroundings. */
function isPlain(token: unknown): boolean {
  const { content, id, ...rules } = asObject(token);
  const isNamed = typeof content === 'string' && content !== '' && Number.isSafeInteger(id);
  return isNamed && ['single_word', 'lstrip', 'rstrip', 'normalized'].every((rule) => rules[rule] !== true);
}

/** Returns a pattern that matches the longest token at each position; `undefined` when there are no tokens. */
function patternOf(tokens: readonly string[]): RegExp | undefined {
  if (tokens.length === 0) return undefined;
  const longestFirst = tokens.toSorted((a, b) => b.length - a.length);
  return new RegExp(`(${longestFirst.map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})`);
}
