import { InvalidArgumentError, type OptionKinds, requireInteger, requireOneOf } from '@x/core';

import type { PairTemplate } from './pair-template/pair-template.ts';
import { requireSpecialTokens, type SpecialTokens } from './special-tokens/special-token-names.ts';
import type { SpecialTokenOptions, TokenizerFiles } from './tokenizer-files.ts';
import type { EngineChoice } from './tokenizer-engine.ts';
import type { TruncationDirection, TruncationStrategy } from './truncation.ts';

/** Options of {@link Tokenizer.load}. */
export interface TokenizerOptions {
  /**
   * Most tokens of a sequence, special tokens included: from one more than the special tokens to the places of the model's position
   * table, where `config.json` states them.
   * @default the limit that the model directory states
   */
  readonly maxLength?: number;
  /** Which text of a pair is cut when both together exceed `maxLength`; not with a `pairTemplate`. @default 'longestFirst' */
  readonly truncation?: TruncationStrategy;
  /**
   * The text that pairs stand in, for models that were trained on one. Its special tokens are read as such; those that a pair spells are read as `specialTokens` says. Of a
   * pair that is too long the second text is cut first, down to one token, then the first, and never the template. @default none
   */
  readonly pairTemplate?: PairTemplate;
  /** The end at which tokens are cut. @default what `tokenizer_config.json` says, else 'right' */
  readonly truncationDirection?: TruncationDirection;
  /**
   * UTF-16 units of one text that are tokenized at most; what is beyond is reported as `truncatedCharacters`. Guards
   * against texts that would take seconds and hundreds of MB only to be truncated. @default 1_000_000
   */
  readonly maxCharacters?: number;
  /**
   * How a text is read that spells a special token, such as `[SEP]` or `</s>`: `literal` reads the words that stand there, so that no text contains
   * the id of a special token other than the unknown one; `parse` gives the token's id, as Python does. @default 'literal'
   */
  readonly specialTokens?: SpecialTokens;
  /**
   * What reads texts: `native` is the library `tokenizers`, `portable` is JavaScript on the caller's thread, which knows no places of tokens and
   * differs in a few rare characters. `auto` is the native one, or, where it cannot be loaded, the other for models with WordPiece or byte-level BPE.
   * @default 'auto'
   */
  readonly engine?: EngineChoice;
  /** With `literal`, ids of further tokens that no text is to contain, such as markers that are put in later. @default none */
  readonly reservedTokenIds?: readonly number[];
}

/** What is checked before a file is read. */
export const tokenizerOptionKinds: OptionKinds<TokenizerOptions> = {
  maxLength: 'number',
  truncation: 'text',
  pairTemplate: 'object',
  truncationDirection: 'text',
  maxCharacters: 'number',
  specialTokens: 'text',
  engine: 'text',
  reservedTokenIds: 'list',
};

/** Options with every value decided. */
export type ResolvedTokenizerOptions = Required<
  Omit<TokenizerOptions, 'pairTemplate' | 'engine' | keyof SpecialTokenOptions>
>;

const defaultMaxCharacters = 1_000_000;

/**
 * Decides how special tokens in texts are read.
 *
 * @throws {InvalidArgumentError} when a value is out of range.
 */
export function resolveSpecialTokens({
  specialTokens = 'literal',
  reservedTokenIds = [],
}: Pick<TokenizerOptions, keyof SpecialTokenOptions>): SpecialTokenOptions {
  requireSpecialTokens(specialTokens);
  for (const [index, id] of reservedTokenIds.entries()) requireInteger(id, `reservedTokenIds[${index}]`, { min: 0 });
  return { specialTokens, reservedTokenIds };
}

/**
 * Decides which engine is wanted.
 *
 * @throws {InvalidArgumentError} when it is unknown, or cannot do what another option asks for.
 */
export function resolveEngine({ engine = 'auto', pairTemplate }: TokenizerOptions): EngineChoice {
  requireOneOf(engine, 'engine', ['native', 'portable', 'auto']);
  if (pairTemplate === undefined) return engine;
  if (engine !== 'portable') return 'native';
  const expected = "'native' beside pairTemplate, which needs the places of tokens in their texts";
  throw new InvalidArgumentError({ parameter: 'engine', value: engine, expected });
}

/**
 * Decides every other option from what the caller gave and what the model's files say.
 *
 * @throws {InvalidArgumentError} when a value is out of range, or no file states the model's limit and none was given.
 */
export function resolveTokenizerOptions(
  options: TokenizerOptions,
  files: TokenizerFiles,
  specialTokens: number,
): ResolvedTokenizerOptions {
  const { truncation = 'longestFirst', maxCharacters = defaultMaxCharacters } = options;
  const { maxLength = files.maxLength, truncationDirection = files.truncationDirection } = options;
  if (options.pairTemplate !== undefined && options.truncation !== undefined) {
    const expected = 'absent beside pairTemplate, which has the second text cut first';
    throw new InvalidArgumentError({ parameter: 'truncation', value: truncation, expected });
  }
  if (maxLength === undefined) {
    const expected = `given, because the files beside ${files.path} do not state the model's limit`;
    throw new InvalidArgumentError({ parameter: 'maxLength', value: maxLength, expected });
  }
  return {
    maxLength: requireInteger(maxLength, 'maxLength', {
      min: specialTokens + 1,
      ...(files.positions !== undefined && { max: files.positions }),
    }),
    truncation: requireOneOf(truncation, 'truncation', ['longestFirst', 'onlyFirst', 'onlySecond']),
    truncationDirection: requireOneOf(truncationDirection, 'truncationDirection', ['right', 'left']),
    maxCharacters: requireInteger(maxCharacters, 'maxCharacters', { min: 1 }),
  };
}

/** Options of a call that encodes many texts. */
export interface EncodeOptions {
  /** Cancels between chunks of texts; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
}

/** What is checked of them. */
export const encodeOptionKinds: OptionKinds<EncodeOptions> = { signal: 'signal' };
