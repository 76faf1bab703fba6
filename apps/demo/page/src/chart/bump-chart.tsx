import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import type { FollowedText } from '../ranks/followed-text.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { BumpHeads } from './bump-heads.tsx';
import { BumpLabelBefore } from './bump-label.tsx';
import { BumpLines } from './bump-lines.tsx';
import { lightPointed, litLine } from './lit-line.ts';
import { densityOf, RankList } from './rank-list.tsx';

export interface BumpChartProps {
  readonly answer: SearchAnswer;
  /** By their last place. */
  readonly lines: readonly RankLine[];
  readonly followed: FollowedText | undefined;
  /** Leaves out the texts on the left, for a narrow place. @default false */
  readonly isCompact?: boolean;
}

/**
 * A line for each document from its place in the first stage to its last. The one that is pointed at is lit, or else the
 * followed text. The right end of the lines is a {@link RankList}.
 */
export function BumpChart({ answer, lines, followed, isCompact = false }: BumpChartProps): VNode {
  const lit = litLine(lines, followed);
  // Labels stay where they are in the document while their places change: only so do they glide.
  const stable = lines.toSorted((a, b) => a.document.id - b.document.id);
  return (
    <figure
      class="bump"
      data-density={densityOf(lines.length)}
      data-compact={isCompact}
      style={{ '--rows': lines.length }}
      {...lightPointed}
    >
      <BumpHeads answer={answer} isCompact={isCompact} />
      <div class="bump-body">
        <div class="bump-side bump-before" aria-hidden="true">
          {stable.map((line) => (
            <BumpLabelBefore key={line.document.id} line={line} isLit={line === lit} />
          ))}
        </div>
        <BumpLines lines={stable} lit={lit} />
        <RankList
          lines={lines}
          lit={lit}
          label={answer.reranked ? 'Texts by their rank after reranking' : 'Texts by their rank'}
        />
      </div>
    </figure>
  );
}
