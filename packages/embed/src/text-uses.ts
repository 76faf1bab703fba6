import { InvalidArgumentError } from '@x/core';
import type { ReductionReference } from '@x/onnx-runtime';
import type { Tokenizer } from '@x/tokenizer';

export const textUses = ['query', 'passage', 'text'] as const;

/** The use of a text: as a search query, as a passage to be found, or `text` when the use is unknown. */
export type TextUse = (typeof textUses)[number];

/** The prefix of texts for each use; an empty string for none. */
export type Prefixes = Readonly<Record<TextUse, string>>;

/** Name of the reduction to a text's vector and its token vectors. */
export const withTokens = 'withTokens';

/** Returns the name of the reduction for a use whose prefix is left out of the pooling. */
export function promptReduction(use: TextUse): string {
  return `after the ${use} prompt`;
}

/**
 * Refuses prompts that spell special tokens when texts are read literally, because a prompt and its text are tokenized as one text.
 *
 * @throws {InvalidArgumentError} when a prompt spells a special token; the message names it.
 */
export async function requirePlainPrompts(loading: Promise<Tokenizer>, prefixes: Prefixes): Promise<void> {
  const prompts = Object.values(prefixes).filter((prefix) => prefix !== '');
  // Without prompts there is no need to wait for the tokenizer.
  if (prompts.length === 0) return;
  const { literalTokens } = await loading;
  for (const prompt of prompts) {
    const spelled = literalTokens.find((token) => prompt.includes(token));
    if (spelled === undefined) continue;
    const prompted = `The model's prompt ${JSON.stringify(prompt)} contains the special token ${spelled}.`;
    const advice = `${prompted} With 'parse', special tokens in texts are parsed as well.`;
    throw new InvalidArgumentError({ parameter: 'specialTokens', value: 'literal', expected: "'parse'", advice });
  }
}

/**
 * Returns a reduction for each use that has a prefix, keyed by the reduction's name. It excludes the prefix's tokens from pooling, as
 * `include_prompt: false` does in sentence-transformers, for models such as INSTRUCTOR.
 */
export async function promptReductions(
  tokenizer: Tokenizer,
  prefixes: Prefixes,
  { module, options }: ReductionReference,
): Promise<Record<string, ReductionReference>> {
  const reductions: Record<string, ReductionReference> = {};
  for (const use of textUses) {
    if (prefixes[use] === '') continue;
    const skippedTokens = await promptLength(tokenizer, prefixes[use]);
    reductions[promptReduction(use)] = { module, options: { ...(options as object), skippedTokens } };
  }
  return reductions;
}

/**
 * Returns the number of tokens that the model reads of a prompt, without the special token after it, as sentence-transformers counts them. A prompt
 * that fills the limit leaves that special token to the pooling.
 */
async function promptLength(tokenizer: Tokenizer, prompt: string): Promise<number> {
  const tokens = await tokenizer.tokenize(prompt);
  const length = Math.min(tokens.length, tokenizer.maxLength);
  return tokens.at(-1)?.isSpecial === true ? length - 1 : length;
}
