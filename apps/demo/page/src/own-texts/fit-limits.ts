import type { DemoLimits } from '../../../src/web/contract.ts';
import { countOf } from '../wording/quantities.ts';
import { leaveOut, type LeftOut } from './left-out.ts';

/** Texts that the server takes, and what was left out for that. */
export interface FittedTexts {
  readonly texts: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

type Limits = Pick<DemoLimits, 'texts' | 'charactersPerText' | 'charactersInAll'>;

/** Cuts texts that are too long, and leaves out those that are too many. */
export function fitLimits(texts: readonly string[], limits: Limits): FittedTexts {
  const cut = texts.slice(0, limits.texts).map((text) => cutText(text, limits.charactersPerText));
  let characters = 0;
  const firstBeyond = cut.findIndex((text) => (characters += text.length) > limits.charactersInAll);
  const fitted = firstBeyond === -1 ? cut : cut.slice(0, firstBeyond);
  const bound = firstBeyond === -1 ? countOf(limits.texts, 'text') : countOf(limits.charactersInAll, 'character');
  const ends = fitted.map((text, index) => texts[index]?.slice(text.length) ?? '');
  return {
    texts: fitted,
    leftOut: [
      ...leaveOut('end', `of a text beyond its first ${countOf(limits.charactersPerText, 'character')}`, ends),
      ...leaveOut('text', `beyond the ${bound} that the demo keeps`, texts.slice(fitted.length)),
    ],
  };
}

/** Never between the two halves of a surrogate pair. */
function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
