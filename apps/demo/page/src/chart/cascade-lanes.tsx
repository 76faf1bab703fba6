import type { VNode } from 'preact';

import type { RankLine } from '../ranks/rank-lines.ts';
import { CHART_WIDTH, linePath } from './line-path.ts';

/** Where the lanes of the moves stand, in the chart's coordinates; the last one is its right edge. */
export const LANES = { words: 8, dense: 38, maxSim: 70, rerank: CHART_WIDTH } as const;

export interface CascadeLanesProps {
  /** In an order that does not change with the places. */
  readonly lines: readonly RankLine[];
  readonly lit: RankLine | undefined;
  /** Height, in rows. */
  readonly rows: number;
}

/** A dot for each place after a move, and curves from move to move; those from the words are dashed and pass by the lane of the meaning. */
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
