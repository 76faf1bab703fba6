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
