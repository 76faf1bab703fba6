import type { DemoLimits } from '../../../src/web/contract.ts';
import { countOf } from '../wording/quantities.ts';

/** Texts that the server takes, and what was left out for that, in sentences. */
export interface FittedTexts {
  readonly texts: readonly string[];
  readonly notes: readonly string[];
}

type Limits = Pick<DemoLimits, 'texts' | 'charactersPerText' | 'charactersInAll'>;

/** Cuts texts that are too long, and leaves out those that are too many. */
export function fitLimits(texts: readonly string[], limits: Limits): FittedTexts {
  const notes: string[] = [];
  const cut = texts.slice(0, limits.texts).map((text) => cutText(text, limits.charactersPerText));
  const tooLong = cut.filter((text, index) => text.length < (texts[index]?.length ?? 0)).length;
  let characters = 0;
  const firstBeyond = cut.findIndex((text) => (characters += text.length) > limits.charactersInAll);
  const fitted = firstBeyond === -1 ? cut : cut.slice(0, firstBeyond);
  if (tooLong > 0) notes.push(`${countOf(tooLong, 'text')} cut at ${countOf(limits.charactersPerText, 'character')}.`);
  if (fitted.length < texts.length) {
    const bound = firstBeyond === -1 ? countOf(limits.texts, 'text') : countOf(limits.charactersInAll, 'character');
    notes.push(`Only the first ${countOf(fitted.length, 'text')} are taken: the demo keeps up to ${bound}.`);
  }
  return { texts: fitted, notes };
}

/** Never between the two halves of a surrogate pair. */
function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
