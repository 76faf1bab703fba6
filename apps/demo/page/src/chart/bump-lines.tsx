import type { VNode } from 'preact';

import type { RankLine } from '../ranks/rank-lines.ts';
import { CHART_WIDTH, linePath } from './line-path.ts';

export interface BumpLinesProps {
  /** In an order that does not change with the places. */
  readonly lines: readonly RankLine[];
  readonly lit: RankLine | undefined;
}

/** The curves. Their height is a unit per row, stretched to the labels beside them. */
export function BumpLines({ lines, lit }: BumpLinesProps): VNode {
  return (
    <svg
      class="bump-lines"
      viewBox={`0 0 ${CHART_WIDTH} ${lines.length}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {lines.map((line) => (
        <g
          key={line.document.id}
          data-document={line.document.id}
          data-shown={line.isShown}
          data-climbs={line.change > 0}
        >
          <Curve class="bump-reach" line={line} />
          <Curve class="bump-line" line={line} />
        </g>
      ))}
      {lit !== undefined && <Curve key={`lit-${lit.document.id}`} class="bump-lit" line={lit} />}
    </svg>
  );
}

/** The path is given as a style too: where browsers let it be one, it changes gradually. */
function Curve({ class: name, line: { before, after } }: { class: string; line: RankLine }): VNode {
  const path = linePath(before, after);
  return <path class={name} d={path} style={{ d: `path("${path}")` }} />;
}
