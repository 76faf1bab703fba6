import { InvalidArgumentError } from '@x/core';
import type { ReductionReference } from '@x/onnx-runtime';
import type { Tokenizer } from '@x/tokenizer';

/** What a text is embedded for: as a search query, as a passage that is to be found, or nobody said what for. */
export type TextUse = 'query' | 'passage' | 'text';

/** What stands in front of the texts of each use; empty strings for nothing. */
export type Prefixes = Readonly<Record<TextUse, string>>;

/** Name of the reduction that gives a text's vector and those of its tokens. */
export const withTokens = 'withTokens';

/** Name of the reduction for a use whose prefix is left out of the pooling. */
export function promptReduction(use: TextUse): string {
  return `behind the ${use} prompt`;
}

/**
 * Refuses prompts that spell special tokens where texts are read literally: a prompt and its text are read as one.
 *
 * @throws {InvalidArgumentError} when a prompt spells one; it is named.
 */
export async function requirePlainPrompts(loading: Promise<Tokenizer>, prefixes: Prefixes): Promise<void> {
  const prompts = Object.values(prefixes).filter((prefix) => prefix !== '');
  // Without one nothing waits for the tokenizer.
  if (prompts.length === 0) return;
  const { literalTokens } = await loading;
  for (const prompt of prompts) {
    const spelled = literalTokens.find((token) => prompt.includes(token));
    if (spelled === undefined) continue;
    const prompted = `${JSON.stringify(prompt)}, which the model asks for in front of texts, spells ${spelled}`;
    const expected = `'parse', because ${prompted}. Texts that spell special tokens are then read as such`;
    throw new InvalidArgumentError({ parameter: 'specialTokens', value: 'literal', expected });
  }
}

/**
 * A reduction for each use with a prefix, by its name, that leaves the prefix's tokens out of the pooling: `include_prompt: false` of
 * sentence-transformers, for models such as INSTRUCTOR.
 */
export async function promptReductions(
  tokenizer: Tokenizer,
  prefixes: Prefixes,
  { module, options }: ReductionReference,
): Promise<Record<string, ReductionReference>> {
  const reductions: Record<string, ReductionReference> = {};
  for (const use of ['query', 'passage', 'text'] as const) {
    if (prefixes[use] === '') continue;
    const skippedTokens = await promptLength(tokenizer, prefixes[use]);
    reductions[promptReduction(use)] = { module, options: { ...(options as object), skippedTokens } };
  }
  return reductions;
}

/** Tokens of a prompt alone, without the special token behind it, as sentence-transformers counts them. */
async function promptLength(tokenizer: Tokenizer, prompt: string): Promise<number> {
  const tokens = await tokenizer.tokenize(prompt);
  return tokens.at(-1)?.isSpecial === true ? tokens.length - 1 : tokens.length;
}
