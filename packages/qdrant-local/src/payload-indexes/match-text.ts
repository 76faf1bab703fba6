import type { Steps } from '../turns/steps.ts';
import type { ValueTest } from '../requests/filter/filter-tree.ts';
import { collectTokens, type Tokenizer } from './tokenize.ts';

/** A condition on the words of a text. */
export type TextTest = Extract<ValueTest, { kind: 'text' | 'textAny' | 'phrase' }>;

/**
 * Returns a predicate for a document, given as its tokens. Depending on the test, the document must contain all query words, any of
 * them, or the words as a phrase. A query without words matches no document.
 */
export function* compileTextMatch(
  { kind, text }: TextTest,
  tokenizer: Tokenizer,
): Steps<(document: readonly string[]) => boolean> {
  if (kind !== 'phrase') return matchWords(new Set(yield* collectTokens(tokenizer.queryTokens(text))), kind);
  const phrase = yield* collectTokens(tokenizer.tokens(text));
  return (document) => phrase.length > 0 && holdsPhrase(document, phrase);
}

/** Returns a predicate for a document, given as its tokens: it must contain all query words, or any of them. */
export function matchWords(
  wanted: ReadonlySet<string>,
  kind: 'text' | 'textAny',
): (document: readonly string[]) => boolean {
  if (kind === 'textAny') return (document) => document.some((token) => wanted.has(token));
  return (document) => wanted.size > 0 && hasAll(new Set(document), wanted);
}

function holdsPhrase(document: readonly string[], phrase: readonly string[]): boolean {
  for (let start = document.indexOf(phrase[0]!); start !== -1; start = document.indexOf(phrase[0]!, start + 1)) {
    if (phrase.every((token, index) => document[start + index] === token)) return true;
  }
  return false;
}

function hasAll(tokens: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  for (const token of wanted) if (!tokens.has(token)) return false;
  return true;
}
