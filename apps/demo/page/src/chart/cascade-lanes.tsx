import type { VNode } from 'preact';

import type { RankLine } from '../ranks/rank-lines.ts';
import { CHART_WIDTH, linePath } from './line-path.ts';

/** The horizontal positions of the lanes in the coordinates of the chart. The last one is the right edge. */
export const LANES = { words: 8, dense: 38, maxSim: 70, rerank: CHART_WIDTH } as const;

export interface CascadeLanesProps {
  /** The lines in an order that does not change with the ranks. */
  readonly lines: readonly RankLine[];
  readonly lit: RankLine | undefined;
  /** The height in rows. */
  readonly rows: number;
}

/** A dot for each rank in a lane, and curves between the lanes. Curves from the BM25 lane are dashed and cross the lane of dense search. */
export function CascadeLanes({ lines, lit, rows }: CascadeLanesProps): VNode {
  return (
    <svg
      class="bump-lines"
      viewBox={`0 0 ${CHART_WIDTH} ${rows}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {lines.map((line) => (
        <Way key={line.document.id} line={line} isLit={false} />
      ))}
      {lit !== undefined && <Way key={`lit-${lit.document.id}`} line={lit} isLit />}
    </svg>
  );
}

function Way({ line: { document, after, isShown, change }, isLit }: { line: RankLine; isLit: boolean }): VNode {
  const { words, dense } = document.stages;
  const maxSim = document.firstStage.rank;
  const found = [
    { place: words?.rank, from: LANES.words, isDashed: true },
    { place: dense?.rank, from: LANES.dense, isDashed: false },
  ].flatMap(({ place, ...lane }) => (place === undefined ? [] : [{ place, ...lane }]));
  const last = linePath(maxSim, after, { from: LANES.maxSim, to: LANES.rerank });
  const curves = found.map(({ place, from, isDashed }) => ({
    path: linePath(place, maxSim, { from, to: LANES.maxSim }),
    isDashed,
  }));
  const dots = [...found, { place: maxSim, from: LANES.maxSim }];
  return (
    <g data-document={document.id} data-shown={isShown} data-climbs={change > 0}>
      {[...curves, { path: last, isDashed: false }].map(({ path, isDashed }) => (
        <>
          {!isLit && <path class="bump-reach" d={path} />}
          <path class={isLit ? 'bump-lit' : 'bump-line'} data-dashed={isDashed} d={path} />
        </>
      ))}
      {dots.map(({ place, from }) => (
        <path class="lane-dot" data-lit={isLit} d={`M${from} ${place - 0.5}h0`} />
      ))}
    </g>
  );
}
