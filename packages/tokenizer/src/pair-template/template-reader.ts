import { asList, asObject, type JsonObject } from '../json-values.ts';
import { createNativeTokenizer } from '../native-tokenizer.ts';
import type { TokenizerEngine } from '../tokenizer-engine.ts';
import type { TokenizerFiles } from '../tokenizer-files.ts';
import { cutTemplate, type PairTemplate, type TemplatePart } from './pair-template.ts';

/** A template that has been cut, and what reads the text in it. */
export interface TemplateReader {
  readonly parts: readonly TemplatePart[];
  /** Reads the text between the special tokens of the template, and puts nothing around it. */
  readonly engine: TokenizerEngine;
}

/**
 * Cuts a template at the special tokens of a `tokenizer.json`, as the file names them, whatever they are called in the tokenizer that reads texts.
 *
 * @throws {InvalidArgumentError} when the template lacks a place, or has it twice.
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
