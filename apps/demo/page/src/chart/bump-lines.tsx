import type { VNode } from 'preact';

import type { RankLine } from '../ranks/rank-lines.ts';
import { CHART_WIDTH, linePath } from './line-path.ts';

export interface BumpLinesProps {
  /** The lines in an order that does not change with the ranks. */
  readonly lines: readonly RankLine[];
  readonly lit: RankLine | undefined;
}

/** The curves of the chart. A row has a height of one unit, stretched to the height of the labels. */
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

/** A curve. The path is also a style property, which some browsers can animate. */
function Curve({ class: name, line: { before, after } }: { class: string; line: RankLine }): VNode {
  const path = linePath(before, after);
  return <path class={name} d={path} style={{ d: `path("${path}")` }} />;
}
