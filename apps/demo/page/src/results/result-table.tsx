import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { countOf } from '../wording/quantities.ts';
import { scoreNames } from '../wording/score-names.ts';
import { ResultRow } from './result-row.tsx';

export interface ResultTableProps {
  readonly answer: SearchAnswer;
  readonly lines: readonly RankLine[];
}

/** The table of the best documents with ranks, changes and scores. It contains the same data as the chart. */
export function ResultTable({ answer, lines }: ResultTableProps): VNode {
  const kept = lines.filter(({ isShown }) => isShown);
  const { reranked } = answer;
  return (
    <table class="results" data-reranked={reranked}>
      <caption>
        {kept.length === lines.length
          ? countOf(kept.length, 'text')
          : `The best ${kept.length} of ${countOf(lines.length, 'candidate')}`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Rank</th>
          {reranked && <th scope="col">Change</th>}
          <th scope="col">Text</th>
          {scoreNames(answer).map(({ short, meaning }) => (
            <th key={short} scope="col" class="number result-score" title={meaning}>
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kept.map((line) => (
          <ResultRow key={line.document.id} line={line} />
        ))}
      </tbody>
    </table>
  );
}
