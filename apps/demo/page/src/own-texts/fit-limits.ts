import type { DemoLimits } from '../../../src/web/contract.ts';
import { countOf } from '../wording/quantities.ts';
import { leaveOut, type LeftOut } from './left-out.ts';

/** Texts within the limits of the server, and the parts that were left out. */
export interface FittedTexts {
  readonly texts: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

type Limits = Pick<DemoLimits, 'texts' | 'charactersPerText' | 'charactersInAll'>;

/** Truncates texts that are too long, and leaves out surplus texts. */
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
      ...leaveOut('end', `beyond the first ${countOf(limits.charactersPerText, 'character')} of a text`, ends),
      ...leaveOut('text', `beyond the ${bound} that the demo keeps`, texts.slice(fitted.length)),
    ],
  };
}

/** Truncates a text, but not within a surrogate pair. */
function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
