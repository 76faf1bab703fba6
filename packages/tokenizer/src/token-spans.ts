import type { TextSpan } from '@x/core';

import type { Offset } from './code-point-offsets.ts';
import type { SequenceTemplate } from './sequence-template.ts';

/**
 * Returns the spans of all tokens of one sequence, from the offsets of the text's kept tokens. Special tokens have empty spans: those before
 * the text at position 0, those after it at the end of the last kept token.
 */
export function wrapSpans({ single: [before, after] }: SequenceTemplate, kept: readonly Offset[]): TextSpan[] {
  const end = kept.at(-1)?.[1] ?? 0;
  return [
    ...Array.from(before, () => ({ start: 0, end: 0 })),
    ...kept.map(([start, stop]) => ({ start, end: stop })),
    ...Array.from(after, () => ({ start: end, end })),
  ];
}
