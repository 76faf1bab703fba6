import { randomUUID } from 'node:crypto';

import { createNativeTokenizer, type NativeTokenizer } from '../native-tokenizer.ts';
import { asObject } from '../tokenizer-files.ts';
import { cutTemplate, type PairTemplate, type TemplatePart } from './pair-template.ts';

/** A template that has been cut, and what reads the text in it. */
export interface TemplateReader {
  readonly parts: readonly TemplatePart[];
  /** Reads the text between the special tokens of the template. What a text of a pair spells is no special token to it. */
  readonly native: NativeTokenizer;
}

/**
 * Cuts a template at the special tokens of a `tokenizer.json`, as the file names them.
 *
 * @throws {InvalidArgumentError} when the template lacks a place, or has it twice.
 */
export function createTemplateReader(tokenizer: Record<string, unknown>, template: PairTemplate): TemplateReader {
  const added = Array.isArray(tokenizer['added_tokens']) ? tokenizer['added_tokens'].map(asObject) : [];
  const special = added.filter((token) => token['special'] === true);
  const ids = new Map(special.map(({ content, id }) => [content as string, id as number]));
  const parts = cutTemplate(template, ids);
  return { parts, native: createNativeTokenizer(withoutSpecialTokens(tokenizer, added)) };
}

/** The text of a `tokenizer.json` whose special tokens no text spells, and which puts nothing around a text. The other tokens keep their ids. */
function withoutSpecialTokens(tokenizer: Record<string, unknown>, added: readonly Record<string, unknown>[]): string {
  const secret = randomUUID();
  const model = asObject(tokenizer['model']);
  const vocabulary = { ...asObject(model['vocab']) };
  const renamed = added.map((token) => {
    if (token['special'] !== true) return token;
    const content = `${secret}${String(token['id'])}`;
    if (Object.hasOwn(vocabulary, token['content'] as string)) {
      vocabulary[content] = vocabulary[token['content'] as string];
      delete vocabulary[token['content'] as string];
    }
    return { ...token, content, normalized: false };
  });
  const vocab = Array.isArray(model['vocab']) ? model['vocab'] : vocabulary;
  return JSON.stringify({ ...tokenizer, added_tokens: renamed, post_processor: null, model: { ...model, vocab } });
}
