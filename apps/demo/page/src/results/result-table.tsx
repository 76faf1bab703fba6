import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { countOf } from '../wording/quantities.ts';
import { ResultRow } from './result-row.tsx';

export interface ResultTableProps {
  readonly answer: SearchAnswer;
  readonly lines: readonly RankLine[];
}

/** The best documents with ranks, changes and scores: what the chart draws, to be read. */
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
          <th scope="col" class="number">
            {answer.way === 'cascade' ? 'MaxSim' : 'First stage'}
          </th>
          {reranked && (
            <th scope="col" class="number">
              {answer.way === 'cascade' ? 'Both' : 'Reranker'}
            </th>
          )}
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
