import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import type { RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';
import { BumpLabelAfter } from './bump-label.tsx';
import { nextPlace } from './next-place.ts';

export interface RankListProps {
  /** By their last place. */
  readonly lines: readonly RankLine[];
  readonly lit: RankLine | undefined;
  readonly label: string;
}

/** The right end of a chart's lines, as a list box: one stop for the Tab key, in which arrows move. */
export function RankList({ lines, lit, label }: RankListProps): VNode {
  const focused = useSignal(1);
  const focusedPlace = Math.min(focused.value, lines.length);
  // Labels stay where they are in the document while their places change: only so do they glide.
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

/** How close the rows of a chart stand. */
export function densityOf(rows: number): 'dense' | 'medium' | 'roomy' {
  return rows > 40 ? 'dense' : rows > 14 ? 'medium' : 'roomy';
}
