import { asList, asObject, type JsonObject } from '../json-values.ts';
import { createNativeTokenizer } from '../native-tokenizer.ts';
import type { TokenizerEngine } from '../tokenizer-engine.ts';
import type { TokenizerFiles } from '../tokenizer-files.ts';
import { cutTemplate, type PairTemplate, type TemplatePart } from './pair-template.ts';

/** A template split at its special tokens, and the engine that tokenizes its runs. */
export interface TemplateReader {
  readonly parts: readonly TemplatePart[];
  /** Tokenizes the text between the template's special tokens and adds no special tokens to it. */
  readonly engine: TokenizerEngine;
}

/**
 * Splits a template at the special tokens of a `tokenizer.json`. The names are those of the original file, even where `tokenizerJson` renames them.
 *
 * @throws {InvalidArgumentError} when the template lacks a placeholder, or has one twice.
 */
export function createTemplateReader(
  { tokenizerJson, names }: Pick<TokenizerFiles, 'tokenizerJson' | 'names'>,
  template: PairTemplate,
): TemplateReader {
  const tokenizer = asObject(JSON.parse(tokenizerJson));
  const special = asList(tokenizer['added_tokens'])
    .map(asObject)
    .filter((token) => token['special'] === true);
  const ids = new Map(special.map((token) => [nameOf(token, names), token['id'] as number]));
  const parts = cutTemplate(template, ids);
  return { parts, engine: createNativeTokenizer(JSON.stringify({ ...tokenizer, post_processor: null })) };
}

function nameOf({ content }: JsonObject, { inFile }: TokenizerFiles['names']): string {
  return inFile.get(content as string) ?? (content as string);
}
