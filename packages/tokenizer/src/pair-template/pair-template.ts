import { InvalidArgumentError, requireKind, requireKnownNames, requireText } from '@x/core';

/**
 * What stands around the two texts of a pair, for models that were trained on such a text: decoders that rerank.
 *
 * @example
 * const template = { text: '<|user|>Instruct: {instruction}\nQuery: {query}\nDocument: {document}<|end|>', instruction: 'Find answers' };
 */
export interface PairTemplate {
  /**
   * The whole text, with `{query}` and `{document}` once each for the first and the second text of a pair, and `{instruction}` at most once.
   * The special tokens in it are read as such, and nothing is put around it.
   */
  readonly text: string;
  /** What stands in place of `{instruction}`. */
  readonly instruction?: string;
}

/** The text of a pair that stands in a place of a template. */
export type Slot = 'query' | 'document';

/** Text that is read as one, without special tokens: what the template says, and places for texts. */
export type TemplateRun = readonly (string | { readonly slot: Slot })[];

/** A template in its order: the ids of special tokens, and what stands between them. */
export type TemplatePart = number | TemplateRun;

const slotPattern = /(\{instruction\}|\{query\}|\{document\})/;

/**
 * Passes a template that has a place for each text, and one for its instruction where it has one.
 *
 * @throws {InvalidArgumentError} when a place is missing, or is there twice or for nothing.
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

/** Cuts a template at its special tokens, as the tokenizer would cut the whole text. What an instruction spells is no special token. */
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
  const expected = `a text with ${place} ${count === 1 ? 'once' : 'in no place, since no instruction is given'}`;
  throw new InvalidArgumentError({ parameter: 'pairTemplate.text', value: pieces.join(''), expected });
}

/** A text's stretches and the ids of the special tokens between them; of two that start alike, the longer is taken. */
function cutAt(text: string, specialTokens: ReadonlyMap<string, number>): (string | number)[] {
  if (specialTokens.size === 0) return [text];
  const names = [...specialTokens.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(
    `(${names.map((name) => name.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join('|')})`,
  );
  return text.split(pattern).map((stretch) => specialTokens.get(stretch) ?? stretch);
}
