import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import { biggestClimber, type RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';
import { BumpHeads } from './bump-heads.tsx';
import { BumpLabelAfter, BumpLabelBefore } from './bump-label.tsx';
import { BumpLines } from './bump-lines.tsx';
import { nextPlace } from './next-place.ts';

export interface BumpChartProps {
  readonly answer: SearchAnswer;
  /** By their last place. */
  readonly lines: readonly RankLine[];
  /** Leaves out the texts on the left, for a narrow place. @default false */
  readonly isCompact?: boolean;
}

/**
 * A line for each document from its place in the first stage to its last. The one that is pointed at is lit, or else the biggest
 * climber. The right end of the lines is a list box: one stop for the Tab key, in which arrows move.
 */
export function BumpChart({ answer, lines, isCompact = false }: BumpChartProps): VNode {
  const active = lines.find(({ document }) => document.id === litDocument.value);
  const lit = active ?? biggestClimber(lines);
  const focused = useSignal(1);
  const focusedPlace = Math.min(focused.value, lines.length);
  // Labels stay where they are in the document while their places change: only so do they glide.
  const stable = lines.toSorted((a, b) => a.document.id - b.document.id);
  const kept = lines.filter(({ isShown }) => isShown).length;
  return (
    <figure
      class="bump"
      data-density={lines.length > 40 ? 'dense' : lines.length > 14 ? 'medium' : 'roomy'}
      data-compact={isCompact}
      style={{ '--rows': lines.length }}
      onPointerOver={({ target }) => {
        litDocument.value = documentAt(target);
      }}
      onPointerLeave={({ pointerType }) => {
        // A finger that is lifted leaves, too: what it touched stays lit.
        if (pointerType !== 'touch') litDocument.value = undefined;
      }}
    >
      <BumpHeads answer={answer} isCompact={isCompact} />
      <div class="bump-body">
        <div class="bump-side bump-before" aria-hidden="true">
          {stable.map((line) => (
            <BumpLabelBefore key={line.document.id} line={line} isLit={line === lit} />
          ))}
        </div>
        <BumpLines lines={stable} lit={lit} />
        <div
          class="bump-side bump-after"
          role="listbox"
          aria-label={answer.reranked ? 'Texts by their rank after reranking' : 'Texts by their rank'}
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
              isActive={line === active}
              isTabStop={line.after === focusedPlace}
              count={lines.length}
              onFocus={() => {
                focused.value = line.after;
              }}
            />
          ))}
        </div>
        {kept < lines.length && <div class="bump-cut" style={{ '--place': kept }} aria-hidden="true" />}
      </div>
    </figure>
  );
}

function documentAt(target: EventTarget | null): number | undefined {
  const id =
    target instanceof Element
      ? target.closest<HTMLElement | SVGElement>('[data-document]')?.dataset['document']
      : undefined;
  return id === undefined ? undefined : Number(id);
}
