import { InvalidArgumentError, requireKind, requireKnownNames, requireText } from '@x/core';

/**
 * The prompt around the two texts of a pair, for models that were trained with one: decoders that rerank.
 *
 * @example
 * const template = { text: '<|user|>Instruct: {instruction}\nQuery: {query}\nDocument: {document}<|end|>', instruction: 'Find answers' };
 */
export interface PairTemplate {
  /**
   * The whole text, with `{query}` and `{document}` once each for the first and the second text of a pair, and `{instruction}` at most once.
   * Special tokens in it are parsed as special tokens, and none are added around it.
   */
  readonly text: string;
  /** Replaces `{instruction}`. */
  readonly instruction?: string;
}

/** The text of a pair that fills a placeholder of a template. */
export type Slot = 'query' | 'document';

/** A stretch of a template that is tokenized as one text, without special tokens: literal text and placeholders. */
export type TemplateRun = readonly (string | { readonly slot: Slot })[];

/** One part of a template: the id of a special token, or the run between two of them. */
export type TemplatePart = number | TemplateRun;

const slotPattern = /(\{instruction\}|\{query\}|\{document\})/;

/**
 * Returns `template` if it has one placeholder for each text, and one for its instruction when it has an instruction.
 *
 * @throws {InvalidArgumentError} when a placeholder is missing, occurs twice, or has no text to fill it.
 */
export function requirePairTemplate(template: PairTemplate): PairTemplate {
  requireKnownNames(requireKind(template, 'object', 'pairTemplate'), ['text', 'instruction'], 'pairTemplate');
  const { text, instruction } = template;
  const pieces = requireText(text, 'pairTemplate.text').split(slotPattern);
  for (const place of ['{query}', '{document}']) requireCount(pieces, place, 1);
  if (instruction !== undefined) requireText(instruction, 'pairTemplate.instruction');
  requireCount(pieces, '{instruction}', instruction === undefined ? 0 : 1);
  return template;
}

/** Splits a template at its special tokens, as the tokenizer would split the whole text. Special tokens spelled in an instruction are plain text. */
export function cutTemplate(template: PairTemplate, specialTokens: ReadonlyMap<string, number>): TemplatePart[] {
  const { text, instruction = '' } = requirePairTemplate(template);
  const pieces = text.split(slotPattern);
  const parts: TemplatePart[] = [];
  let run: (string | { readonly slot: Slot })[] = [];
  const finishRun = (): void => {
    if (run.length > 0) parts.push(run);
    run = [];
  };
  for (const piece of pieces) {
    if (piece === '{query}' || piece === '{document}') run.push({ slot: piece === '{query}' ? 'query' : 'document' });
    else if (piece === '{instruction}') run.push(instruction);
    else {
      for (const stretch of cutAt(piece, specialTokens)) {
        if (typeof stretch === 'number') {
          finishRun();
          parts.push(stretch);
        } else if (stretch !== '') run.push(stretch);
      }
    }
  }
  finishRun();
  return parts;
}

function requireCount(pieces: readonly string[], place: string, count: number): void {
  if (pieces.filter((piece) => piece === place).length === count) return;
  const facts = { parameter: 'pairTemplate.text', value: pieces.join('') };
  if (count === 1) throw new InvalidArgumentError({ ...facts, expected: `a string with ${place} once` });
  const advice = `Set pairTemplate.instruction, or remove ${place} from the text.`;
  throw new InvalidArgumentError({ ...facts, expected: `a string without ${place}`, advice });
}

/** Splits a text into stretches and the ids of the special tokens between them. Where two tokens match at the same position, the longer wins. */
function cutAt(text: string, specialTokens: ReadonlyMap<string, number>): (string | number)[] {
  if (specialTokens.size === 0) return [text];
  const names = [...specialTokens.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(
    `(${names.map((name) => name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|')})`,
  );
  return text.split(pattern).map((stretch) => specialTokens.get(stretch) ?? stretch);
}
