import { type Offset, toUtf16Offsets } from './code-point-offsets.ts';
import type { TokenNames } from './special-tokens/rename-tokens.ts';
import type { WrappedEncoding } from './tokenizer-engine.ts';

/** One token of a text, as the model's vocabulary spells it. */
export interface Token {
  readonly id: number;
  readonly text: string;
  /** Position in its own text; `[0, 0]` for special tokens. */
  readonly offset: Offset;
  /** 0 in the first text, 1 in the second. */
  readonly typeId: number;
  /** True if the model's template added it. With `specialTokens: 'parse'`, `[SEP]` spelled in a text gets the id of `[SEP]`, but is not special. */
  readonly isSpecial: boolean;
}

/** The texts that were tokenized, and the names of their tokens. */
export interface ReadTokensOptions {
  readonly first: string;
  readonly second: string | null;
  readonly names: TokenNames;
}

/** Returns the tokens of an encoded text or pair, special tokens included. */
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
