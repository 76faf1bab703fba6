import type { FollowedText } from '../ranks/followed-text.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';

/** Returns the line of the document under the pointer, or else of the followed text. Returns `undefined` when no line has it. */
export function litLine(lines: readonly RankLine[], followed: FollowedText | undefined): RankLine | undefined {
  const id = litDocument.value ?? followed?.id;
  return lines.find(({ document }) => document.id === id);
}

/** Event handlers for a figure. Its elements with `data-document` highlight that document under the pointer. */
export const lightPointed = {
  onPointerOver: ({ target }: { readonly target: EventTarget | null }): void => {
    litDocument.value = documentAt(target);
  },
  onPointerLeave: ({ pointerType }: { readonly pointerType: string }): void => {
    // Lifting a finger also triggers this event. The touched document must stay highlighted.
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
