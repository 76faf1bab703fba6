import { requireTexts, type TextSpan } from '@x/core';
import type { Tokenizer } from '@x/tokenizer';

/** Options of {@link tokenSpansAfterPrefix}. */
export interface TokenSpansOptions {
  /** Prefix of each text; empty for none. */
  readonly prefix: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Returns the spans of the tokens of `prefix + text` in each text, in UTF-16 units. Tokens of the prefix have empty spans at position 0. A token
 * that spans the end of the prefix gets the part in the text.
 */
export async function tokenSpansAfterPrefix(
  tokenizer: Tokenizer,
  texts: readonly string[],
  { prefix, signal }: TokenSpansOptions,
): Promise<TextSpan[][]> {
  const prefixed = requireTexts(texts, 'documents').map((text) => prefix + text);
  const spans = await tokenizer.tokenSpans(prefixed, signal && { signal });
  if (prefix === '') return spans;
  const inText = (position: number): number => Math.max(0, position - prefix.length);
  return spans.map((places) => places.map(({ start, end }) => ({ start: inText(start), end: inText(end) })));
}
