import { type Offset, toUtf16Offsets } from './code-point-offsets.ts';
import type { TokenNames } from './special-tokens/rename-tokens.ts';
import type { WrappedEncoding } from './tokenizer-engine.ts';

/** One token as a model's vocabulary sees it. */
export interface Token {
  readonly id: number;
  readonly text: string;
  /** Where it stands in its own text; `[0, 0]` for special tokens. */
  readonly offset: Offset;
  /** 0 in the first text, 1 in the second. */
  readonly typeId: number;
  /** Added by the model's template; with `specialTokens: 'parse'`, a text that spells `[SEP]` gets its id, but is not special. */
  readonly isSpecial: boolean;
}

/** What was tokenized, and how its tokens are called. */
export interface ReadTokensOptions {
  readonly first: string;
  readonly second: string | null;
  readonly names: TokenNames;
}

/** The tokens of an encoded text or pair, special ones included. */
export function readTokens(encoding: WrappedEncoding, { first, second, names }: ReadTokensOptions): Token[] {
  const texts = encoding.getTokens();
  const special = encoding.getSpecialTokensMask();
  const typeIds = encoding.getTypeIds();
  const codePoints = encoding.getOffsets();
  const inFirst = toUtf16Offsets(first, codePoints);
  const inSecond = second === null ? inFirst : toUtf16Offsets(second, codePoints);
  const owners = encoding.getSequenceIds();
  return encoding.getIds().map((id, index) => ({
    id,
    text: names.inFile.get(texts[index]!) ?? texts[index]!,
    offset: special[index] === 1 ? [0, 0] : (owners[index] === 1 ? inSecond : inFirst)[index]!,
    typeId: typeIds[index]!,
    isSpecial: special[index] === 1,
  }));
}
