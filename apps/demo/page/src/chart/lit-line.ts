import type { FollowedText } from '../ranks/followed-text.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';

/** The line of the document that is pointed at, or else that of the followed text; `undefined` where the lines lack it. */
export function litLine(lines: readonly RankLine[], followed: FollowedText | undefined): RankLine | undefined {
  const id = litDocument.value ?? followed?.id;
  return lines.find(({ document }) => document.id === id);
}

/** Properties of a figure, whose parts with `data-document` light that document when they are pointed at. */
export const lightPointed = {
  onPointerOver: ({ target }: { readonly target: EventTarget | null }): void => {
    litDocument.value = documentAt(target);
  },
  onPointerLeave: ({ pointerType }: { readonly pointerType: string }): void => {
    // A finger that is lifted leaves, too: what it touched stays lit.
    if (pointerType !== 'touch') litDocument.value = undefined;
  },
};

function documentAt(target: EventTarget | null): number | undefined {
  const id =
    target instanceof Element
      ? target.closest<HTMLElement | SVGElement>('[data-document]')?.dataset['document']
      : undefined;
  return id === undefined ? undefined : Number(id);
}
