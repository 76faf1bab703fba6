import type { TextSpan } from '@x/core';

import type { Offset } from './code-point-offsets.ts';
import type { SequenceTemplate } from './sequence-template.ts';

/**
 * Where the tokens of one sequence stand in its text, of the places of the tokens that were kept of it. Special tokens stand for no text:
 * those in front are at its start, those behind at the end of the last token.
 */
export function wrapSpans({ single: [before, after] }: SequenceTemplate, kept: readonly Offset[]): TextSpan[] {
  const end = kept.at(-1)?.[1] ?? 0;
  return [
    ...Array.from(before, () => ({ start: 0, end: 0 })),
    ...kept.map(([start, stop]) => ({ start, end: stop })),
    ...Array.from(after, () => ({ start: end, end })),
  ];
}
