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
  /** The lines in the order of their final ranks. */
  readonly lines: readonly RankLine[];
  readonly followed: FollowedText | undefined;
  /** True to omit the texts on the left when space is narrow. @default false */
  readonly isCompact?: boolean;
}

/**
 * A bump chart with a line for each document, from its rank in the first stage to its final rank. The document under the pointer is
 * highlighted, or else the followed text. The right ends of the lines are a {@link RankList}.
 */
export function BumpChart({ answer, lines, followed, isCompact = false }: BumpChartProps): VNode {
  const lit = litLine(lines, followed);
  // The order of the elements must not change with the ranks, or the labels could not be animated.
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
