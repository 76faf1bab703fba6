import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import type { FollowedText } from '../ranks/followed-text.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { STAGE_NAMES } from '../wording/stage-names.ts';
import { CascadeLanes, LANES } from './cascade-lanes.tsx';
import { lightPointed, litLine } from './lit-line.ts';
import { densityOf, RankList } from './rank-list.tsx';

export interface CascadeChartProps {
  readonly answer: SearchAnswer;
  /** The lines in the order of their final ranks. */
  readonly lines: readonly RankLine[];
  readonly followed: FollowedText | undefined;
}

/** A chart of the cascade with a lane for each list. Lines lead each document from the lists that found it through MaxSim to its final rank. */
export function CascadeChart({ answer, lines, followed }: CascadeChartProps): VNode {
  const lit = litLine(lines, followed);
  const stable = lines.toSorted((a, b) => a.document.id - b.document.id);
  // A list may have ranked a document lower than the number of final documents.
  const rows = Math.max(
    ...lines.flatMap(({ document: { stages }, after }) => {
      return [after, ...(['words', 'dense', 'maxSim'] as const).map((move) => stages[move]?.rank ?? 1)];
    }),
  );
  return (
    <figure class="bump cascade" data-density={densityOf(rows)} style={{ '--rows': rows }} {...lightPointed}>
      <figcaption class="bump-heads">
        <span class="lane-heads">
          <LaneHead at={LANES.words} name={STAGE_NAMES.words} />
          <LaneHead at={LANES.dense} name={STAGE_NAMES.dense} />
          <LaneHead at={LANES.maxSim} name="MaxSim" />
        </span>
        <span class="bump-head">
          {answer.reranked ? 'Cross-encoder' : 'Not reranked'}
          <small>{answer.models.reranker ?? 'order unchanged'}</small>
        </span>
      </figcaption>
      <div class="bump-body">
        <div class="bump-side lane-ranks" aria-hidden="true">
          {Array.from({ length: rows }, (_, index) => (
            <span key={index} style={{ '--place': index }}>
              {index + 1}
            </span>
          ))}
        </div>
        <CascadeLanes lines={stable} lit={lit} rows={rows} />
        <RankList lines={lines} lit={lit} label="Texts by their rank after the cascade" />
      </div>
    </figure>
  );
}

function LaneHead({ at, name }: { at: number; name: string }): VNode {
  return (
    <span class="lane-head" style={{ left: `${at}%` }}>
      {name}
    </span>
  );
}
