import { requireOneOf, requireOptions, requireTexts } from '@x/core';

import type { LoadedParts } from './load-parts.ts';
import { tokenCountOptionKinds } from './option-kinds.ts';
import type { TokenCountOptions } from './text-embedding-options.ts';
import { textUses } from './text-uses.ts';

/** Returns the number of tokens that the model reads for texts: with their prefix, without tokens that are cut off. */
export async function countTokens(
  { tokenizer, prefixes }: Pick<LoadedParts, 'tokenizer' | 'prefixes'>,
  texts: readonly string[],
  options: TokenCountOptions,
): Promise<number> {
  const { use = 'text' } = requireOptions(options, tokenCountOptionKinds);
  const prefix = prefixes[requireOneOf(use, 'use', textUses)];
  const sequences = await tokenizer.encodeBatch(requireTexts(texts, 'texts').map((text) => prefix + text));
  return sequences.reduce((sum, { inputIds }) => sum + inputIds.length, 0);
}
