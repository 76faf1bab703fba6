import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import type { RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';
import { BumpLabelAfter } from './bump-label.tsx';
import { nextPlace } from './next-place.ts';

export interface RankListProps {
  /** The lines in the order of their final ranks. */
  readonly lines: readonly RankLine[];
  readonly lit: RankLine | undefined;
  readonly label: string;
}

/** The labels at the right ends of the lines as a list box. It is one stop for the Tab key, and the arrow keys move within it. */
export function RankList({ lines, lit, label }: RankListProps): VNode {
  const focused = useSignal(1);
  const focusedPlace = Math.min(focused.value, lines.length);
  // The order of the elements must not change with the ranks, or the labels could not be animated.
  const stable = lines.toSorted((a, b) => a.document.id - b.document.id);
  const kept = lines.filter(({ isShown }) => isShown).length;
  return (
    <>
      <div
        class="bump-side bump-after"
        role="listbox"
        aria-label={label}
        onKeyDown={(event) => {
          const place = nextPlace(event.key, focusedPlace, lines.length);
          if (place === undefined) return;
          event.preventDefault();
          focused.value = place;
          event.currentTarget.querySelector<HTMLElement>(`[aria-posinset="${place}"]`)?.focus();
        }}
      >
        {stable.map((line) => (
          <BumpLabelAfter
            key={line.document.id}
            line={line}
            isLit={line === lit}
            isActive={line.document.id === litDocument.value}
            isTabStop={line.after === focusedPlace}
            count={lines.length}
            onFocus={() => {
              focused.value = line.after;
            }}
          />
        ))}
      </div>
      {kept < lines.length && <div class="bump-cut" style={{ '--place': kept }} aria-hidden="true" />}
    </>
  );
}

/** Returns the row spacing for a number of rows. */
export function densityOf(rows: number): 'dense' | 'medium' | 'roomy' {
  return rows > 40 ? 'dense' : rows > 14 ? 'medium' : 'roomy';
}
