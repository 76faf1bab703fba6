import {
  type EncodedSequence,
  ModelFileError,
  type OptionKinds,
  requireInteger,
  requireMadeBy,
  requireOptions,
  requireText,
} from '@x/core';

import { capCodePoints } from '../character-cap.ts';
import { asObject } from '../json-values.ts';
import type { TokenNames } from '../special-tokens/rename-tokens.ts';
import { readTokenizerJson, renameSpecialTokens } from '../tokenizer-files.ts';
import { resolveSpecialTokens, type TokenizerOptions } from '../tokenizer-options.ts';
import { createTextEncoder } from './create-text-encoder.ts';
import { forEachInTurns } from './for-each-in-turns.ts';
import type { TextEncoder } from './text-encoder.ts';

/** Limits for {@link PortableTokenizer.encode}. */
export interface PortableEncodeOptions {
  /** Maximum number of tokens in the sequence. */
  readonly maxLength: number;
  /** Maximum number of code points of the text to tokenize. The rest is reported as `truncatedCharacters`. */
  readonly maxCodePoints: number;
}

const loadingKinds: OptionKinds<Pick<TokenizerOptions, 'specialTokens'>> = { specialTokens: 'text' };
const optionKinds: OptionKinds<PortableEncodeOptions> = { maxLength: 'number', maxCodePoints: 'number' };

/**
 * Turns texts into token ids without native code, for models that need no special tokens.
 *
 * The ids equal those of {@link Tokenizer}, except for a few rare characters. It runs on the caller's thread, one text at a time. Pass short texts
 * or a small `maxCodePoints`, and yield to the event loop between texts.
 *
 * @example
 * const tokenizer = await PortableTokenizer.load('models/static-en');
 * tokenizer.encode('hello world', { maxLength: 512, maxCodePoints: 3072 }).inputIds; // => Int32Array [6598, 1094]
 */
export class PortableTokenizer {
  /** Number of tokens in the vocabulary. */
  readonly vocabularySize: number;
  /** Id of the token for text that the vocabulary cannot spell; `undefined` when the vocabulary has no such token. */
  readonly unknownTokenId: number | undefined;
  /** Median length of the vocabulary's tokens in code points, rounded down. */
  readonly medianTokenLength: number;
  readonly #encoder: TextEncoder;
  readonly #names: TokenNames;

  private constructor(
    encoder: TextEncoder,
    names: TokenNames,
    medianTokenLength: number,
    unknownTokenId: number | undefined,
  ) {
    this.#encoder = requireMadeBy('PortableTokenizer.load(directory)', encoder, 'encode');
    this.#names = names;
    this.vocabularySize = encoder.vocabulary.size;
    this.unknownTokenId = unknownTokenId;
    this.medianTokenLength = medianTokenLength;
  }

  /**
   * Loads the tokenizer of a model directory from `tokenizer.json`. Special tokens also come from `tokenizer_config.json` and
   * `special_tokens_map.json` if these files exist. Truncation and padding in the file are not applied.
   *
   * With `specialTokens: 'literal'`, the default, a special token spelled in a text is tokenized as ordinary words.
   *
   * Supports BERT's WordPiece, Unigram and BPE.
   *
   * @throws {ModelFileError} when the file is missing or damaged, or needs something that is not supported; the message names it.
   */
  static async load(
    directory: string,
    options: Pick<TokenizerOptions, 'specialTokens'> = {},
  ): Promise<PortableTokenizer> {
    requireText(directory, 'directory');
    const specialTokens = resolveSpecialTokens(requireOptions(options, loadingKinds));
    const { path, content: file } = await readTokenizerJson(directory);
    const { tokenizer: content, names } = await renameSpecialTokens(directory, file, specialTokens);
    try {
      const encoder = await createTextEncoder(content);
      const medianTokenLength = await medianLength(encoder.vocabulary.keys(), names);
      const unknownTokenId = unknownIdOf(asObject(content['model']), encoder);
      return new PortableTokenizer(encoder, names, medianTokenLength, unknownTokenId);
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      const message = `the file is not a tokenizer that is supported without native code: ${detail}.`;
      throw new ModelFileError({ path, problem: 'invalid', message, cause });
    }
  }

  /** Returns the id of a token as the vocabulary spells it; `undefined` when the vocabulary has no such token. */
  tokenId(token: string): number | undefined {
    requireText(token, 'token');
    return this.#encoder.vocabulary.get(this.#names.inTokenizer.get(token) ?? token);
  }

  /**
   * Returns the sequence of one text, without special tokens around it.
   *
   * @throws {InvalidArgumentError} when `text` is not a string, or a limit is not a whole number of 0 or more.
   */
  encode(text: string, options: PortableEncodeOptions): EncodedSequence {
    requireText(text, 'text');
    const { maxLength, maxCodePoints } = requireOptions(options, optionKinds);
    requireInteger(maxLength, 'maxLength', { min: 0 });
    requireInteger(maxCodePoints, 'maxCodePoints', { min: 0 });
    const { text: capped, truncatedCharacters } = capCodePoints(text, maxCodePoints);
    const ids = this.#encoder.encode(capped);
    return {
      inputIds: Int32Array.from(ids.length > maxLength ? ids.slice(0, maxLength) : ids),
      truncatedTokens: Math.max(0, ids.length - maxLength),
      ...(truncatedCharacters > 0 && { truncatedCharacters }),
    };
  }
}

function unknownIdOf(model: Readonly<Record<string, unknown>>, { vocabulary }: TextEncoder): number | undefined {
  const { unk_id: id, unk_token: token } = model;
  if (typeof token === 'string') return vocabulary.get(token);
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}

async function medianLength(tokens: Iterable<string>, { inFile }: TokenNames): Promise<number> {
  const counts: (number | undefined)[] = [];
  let total = 0;
  await forEachInTurns(tokens, (token) => {
    const length = Array.from(inFile.get(token) ?? token).length;
    counts[length] = (counts[length] ?? 0) + 1;
    total++;
  });
  /** Returns the length of the token at this position in a list sorted by length. */
  const lengthAt = (place: number): number => {
    let before = 0;
    return counts.findIndex((count = 0) => (before += count) > place);
  };
  return Math.floor((lengthAt((total - 1) >> 1) + lengthAt(total >> 1)) / 2);
}
