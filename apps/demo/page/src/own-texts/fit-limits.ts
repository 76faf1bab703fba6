import type { DemoLimits } from '../../../src/web/contract.ts';
import { countOf } from '../wording/quantities.ts';
import { leaveOut, type LeftOut } from './left-out.ts';

/** Texts within the limits of the server, and the parts that were left out. */
export interface FittedTexts {
  readonly texts: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

type Limits = Pick<DemoLimits, 'texts' | 'charactersPerText' | 'charactersInAll' | 'bytesPerRequest'>;

/** Truncates texts that are too long, and leaves out surplus texts. */
export function fitLimits(texts: readonly string[], limits: Limits): FittedTexts {
  const cut = texts.slice(0, limits.texts).map((text) => cutText(text, limits.charactersPerText));
  const { length, bound } = fittingLength(cut, limits);
  const fitted = cut.slice(0, length);
  const ends = fitted.map((text, index) => texts[index]?.slice(text.length) ?? '');
  return {
    texts: fitted,
    leftOut: [
      ...leaveOut('end', `beyond the first ${countOf(limits.charactersPerText, 'character')} of a text`, ends),
      ...leaveOut('text', `beyond the ${bound} that the demo keeps`, texts.slice(fitted.length)),
    ],
  };
}

/** Returns how many of the texts fit into all limits, and the limit that ends them. */
function fittingLength(texts: readonly string[], limits: Limits): { readonly length: number; readonly bound: string } {
  const encoder = new TextEncoder();
  let [characters, bytes] = [0, 0];
  for (const [length, text] of texts.entries()) {
    characters += text.length;
    if (characters > limits.charactersInAll) return { length, bound: countOf(limits.charactersInAll, 'character') };
    // Each text is followed by a comma.
    bytes += encoder.encode(JSON.stringify(text)).length + 1;
    if (bytes > limits.bytesPerRequest) return { length, bound: countOf(limits.bytesPerRequest, 'byte') };
  }
  return { length: texts.length, bound: countOf(limits.texts, 'text') };
}

/** Truncates a text, but not within a surrogate pair. */
function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
