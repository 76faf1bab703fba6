import { InvalidArgumentError, type OptionKinds, requireInteger, requireOneOf } from '@x/core';

import type { PairTemplate } from './pair-template/pair-template.ts';
import { requireSpecialTokens, type SpecialTokens } from './special-tokens/special-token-names.ts';
import type { SpecialTokenOptions, TokenizerFiles } from './tokenizer-files.ts';
import type { EngineChoice } from './tokenizer-engine.ts';
import type { TruncationDirection, TruncationStrategy } from './truncation.ts';

/** Options of {@link Tokenizer.load}. */
export interface TokenizerOptions {
  /**
   * Maximum number of tokens in a sequence, special tokens included. The minimum is one more than the special tokens. The maximum is the size of the model's
   * position table, if `config.json` states it.
   * @default the limit that the model directory states
   */
  readonly maxLength?: number;
  /** Which text of a pair to cut when both together exceed `maxLength`. Not allowed with `pairTemplate`. @default 'longestFirst' */
  readonly truncation?: TruncationStrategy;
  /**
   * The prompt around the two texts of a pair, for models that were trained with one. Its special tokens are always parsed; those spelled in a text
   * follow `specialTokens`. If a pair is too long, the second text is cut first, down to one token, then the first. The template is never cut.
   * @default none
   */
  readonly pairTemplate?: PairTemplate;
  /** The end of a text at which tokens are cut. @default `truncation_side` of `tokenizer_config.json`, else what `tokenizer.json` states, else 'right' */
  readonly truncationDirection?: TruncationDirection;
  /**
   * Maximum number of UTF-16 units of one text to tokenize. The rest is reported as `truncatedCharacters`. The cap avoids spending seconds and hundreds of MB
   * on texts that are then truncated. @default 1_000_000
   */
  readonly maxCharacters?: number;
  /**
   * How to tokenize a text that spells a special token, such as `[SEP]` or `</s>`. `literal` treats it as ordinary words: no text then contains the
   * id of a special token, except the unknown token. `parse` turns it into the token's id, as Python does. @default 'literal'
   */
  readonly specialTokens?: SpecialTokens;
  /**
   * The engine that tokenizes texts. `native` is the library `tokenizers`. `portable` is JavaScript on the caller's thread. It returns no offsets of
   * tokens, and its ids differ for a few rare characters. `auto` is `native`; if that cannot be loaded, it is `portable` for models with WordPiece or
   * byte-level BPE.
   * @default 'auto'
   */
  readonly engine?: EngineChoice;
  /** With `literal`, ids of further tokens that texts must not contain, such as markers that are inserted later. @default none */
  readonly reservedTokenIds?: readonly number[];
}

/** Kinds of the options of {@link Tokenizer.load}, which are checked before any file is read. */
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

/** Options with every default filled in. */
export type ResolvedTokenizerOptions = Required<
  Omit<TokenizerOptions, 'pairTemplate' | 'engine' | keyof SpecialTokenOptions>
>;

const defaultMaxCharacters = 1_000_000;

/**
 * Checks the options for special tokens and fills in their defaults.
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
 * Decides which engine to open: `native` when there is a `pairTemplate`.
 *
 * @throws {InvalidArgumentError} when `engine` is unknown, or is `portable` together with `pairTemplate`.
 */
export function resolveEngine({ engine = 'auto', pairTemplate }: TokenizerOptions): EngineChoice {
  requireOneOf(engine, 'engine', ['native', 'portable', 'auto']);
  if (pairTemplate === undefined) return engine;
  if (engine !== 'portable') return 'native';
  const expected = "'native' with pairTemplate";
  const advice =
    "A pairTemplate needs the offsets of tokens, which the portable engine does not compute: use engine: 'native'.";
  throw new InvalidArgumentError({ parameter: 'engine', value: engine, expected, advice });
}

/**
 * Decides every other option from the caller's options and the model's files.
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
    const expected = 'absent with pairTemplate';
    const advice = 'A pairTemplate always truncates the second text first.';
    throw new InvalidArgumentError({ parameter: 'truncation', value: truncation, expected, advice });
  }
  if (maxLength === undefined) {
    const advice = `The files next to ${files.path} do not state the model's limit.`;
    throw new InvalidArgumentError({ parameter: 'maxLength', value: maxLength, expected: 'set', advice });
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
  /** Cancels between chunks of texts. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Kinds of {@link EncodeOptions}, for their check. */
export const encodeOptionKinds: OptionKinds<EncodeOptions> = { signal: 'signal' };
