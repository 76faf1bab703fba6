import { requireTexts, type TextSpan } from '@x/core';
import type { Tokenizer } from '@x/tokenizer';

/** Options of {@link tokenSpansBehind}. */
export interface TokenSpansOptions {
  /** What stands in front of each text; the empty string for nothing. */
  readonly prefix: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Where the tokens of `prefix + text` stand in each text. Tokens of the prefix stand at its start for nothing; one that reaches from the
 * prefix into the text stands for its part there.
 */
export async function tokenSpansBehind(
  tokenizer: Tokenizer,
  texts: readonly string[],
  { prefix, signal }: TokenSpansOptions,
): Promise<TextSpan[][]> {
  const prefixed = requireTexts(texts, 'passages').map((text) => prefix + text);
  const spans = await tokenizer.tokenSpans(prefixed, signal && { signal });
  if (prefix === '') return spans;
  const inText = (position: number): number => Math.max(0, position - prefix.length);
  return spans.map((places) => places.map(({ start, end }) => ({ start: inText(start), end: inText(end) })));
}
