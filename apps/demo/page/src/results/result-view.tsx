import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';

import { BumpChart } from '../chart/bump-chart.tsx';
import { CascadeChart } from '../chart/cascade-chart.tsx';
import { rankLines } from '../ranks/rank-lines.ts';
import { followed } from '../state/followed.ts';
import { topK } from '../state/page-settings.ts';
import { answer, searchPhase, showsPrevious } from '../state/search-session.ts';
import { ResultTable } from './result-table.tsx';
import { ScoreNote } from './score-note.tsx';
import { TimingBar } from './timing-bar.tsx';
import { Verdict } from './verdict.tsx';

/** The result of a search: verdict, chart and table. */
export function ResultView(): VNode {
  const found = answer.value;
  const text = found && followed([found]);
  const lines = useComputed(() => rankLines(answer.value?.documents ?? [], topK.value)).value;
  return (
    <section
      class="result"
      aria-label="Result"
      aria-busy={searchPhase.value.is === 'searching'}
      data-previous={showsPrevious.value}
    >
      <header class="result-head">
        {/* Always present, so that screen readers announce changes of its content. */}
        <div role="status">{found !== undefined && <Verdict answer={found} lines={lines} followed={text} />}</div>
        {found !== undefined && <TimingBar timings={found.timingsMs} />}
      </header>
      {found !== undefined && lines.length > 0 && (
        <>
          {found.way === 'cascade' ? (
            <CascadeChart answer={found} lines={lines} followed={text} />
          ) : (
            <BumpChart answer={found} lines={lines} followed={text} />
          )}
          <ResultTable answer={found} lines={lines} />
          <ScoreNote answer={found} />
        </>
      )}
    </section>
  );
}
