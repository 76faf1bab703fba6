import type { VNode } from 'preact';

import type { FirstStage, SearchAnswer } from '../../../src/web/contract.ts';
import { BumpChart } from '../chart/bump-chart.tsx';
import { rankLines } from '../ranks/rank-lines.ts';
import { Verdict } from '../results/verdict.tsx';
import { changeSettings, topK } from '../state/page-settings.ts';
import { currentAnswers, obstacle } from '../state/search-session.ts';
import { FIRST_STAGES } from '../state/settings.ts';
import { formatMilliseconds } from '../wording/quantities.ts';
import { STAGE_MEANINGS, STAGE_NAMES } from '../wording/stage-names.ts';

/** The same query under the three first stages, side by side. A text that is pointed at is lit in all of them. */
export function CompareView(): VNode | null {
  if (obstacle.value !== undefined) return null;
  const isComplete = FIRST_STAGES.every((stage) => currentAnswers.value[stage] !== undefined);
  return (
    <section class="compare" aria-label="Comparison of the first stages">
      <p class="visually-hidden" role="status">
        {isComplete ? 'All three have answered.' : ''}
      </p>
      {FIRST_STAGES.map((stage) => (
        <article key={stage} class="compare-column">
          <header>
            <h2>
              <button
                type="button"
                class="button-link"
                title={`Look at ${STAGE_NAMES[stage]} alone`}
                onClick={() => changeSettings({ firstStage: stage, compare: false })}
              >
                {STAGE_NAMES[stage]}
              </button>
            </h2>
            <small>{STAGE_MEANINGS[stage]}</small>
          </header>
          <CompareAnswer stage={stage} answer={currentAnswers.value[stage]} />
        </article>
      ))}
    </section>
  );
}

function CompareAnswer({ stage, answer }: { stage: FirstStage; answer: SearchAnswer | undefined }): VNode {
  if (answer === undefined) return <p class="compare-waiting">{STAGE_NAMES[stage]} is on its way…</p>;
  const lines = rankLines(answer.documents, topK.value);
  return (
    <>
      <p class="compare-time">{formatMilliseconds(answer.timingsMs.total)}</p>
      <Verdict answer={answer} lines={lines} />
      {lines.length > 0 && <BumpChart answer={answer} lines={lines} isCompact />}
    </>
  );
}
