import type { VNode } from 'preact';

import type { FirstStage, SearchAnswer } from '../../../src/web/contract.ts';
import { BumpChart } from '../chart/bump-chart.tsx';
import type { FollowedText } from '../ranks/followed-text.ts';
import { rankLines } from '../ranks/rank-lines.ts';
import { Verdict } from '../results/verdict.tsx';
import { followed } from '../state/followed.ts';
import { litDocument } from '../state/lit-document.ts';
import { changeSettings, topK } from '../state/page-settings.ts';
import { currentAnswers, obstacle, searchPhase } from '../state/search-session.ts';
import { FIRST_STAGES } from '../state/settings.ts';
import { formatMilliseconds } from '../wording/quantities.ts';
import { STAGE_MEANINGS, STAGE_NAMES } from '../wording/stage-names.ts';

/** The results of one query with the three first stages, side by side. All columns follow the text under the pointer, or else the answer. */
export function CompareView(): VNode | null {
  if (obstacle.value !== undefined) return null;
  const answers = FIRST_STAGES.flatMap((stage) => currentAnswers.value[stage] ?? []);
  const text = followed(answers, litDocument.value);
  const isComplete = answers.length === FIRST_STAGES.length;
  return (
    <section class="compare" aria-label="Comparison of the first stages">
      <p class="visually-hidden" role="status">
        {isComplete ? 'All three searches are complete.' : ''}
      </p>
      {FIRST_STAGES.map((stage) => (
        <article key={stage} class="compare-column">
          <header>
            <h2>
              <button
                type="button"
                class="button-link"
                title={`Show only ${STAGE_NAMES[stage]}`}
                onClick={() => changeSettings({ firstStage: stage, compare: false })}
              >
                {STAGE_NAMES[stage]}
              </button>
            </h2>
            <small>{STAGE_MEANINGS[stage]}</small>
          </header>
          <CompareAnswer stage={stage} answer={currentAnswers.value[stage]} text={text} />
        </article>
      ))}
    </section>
  );
}

interface CompareAnswerProps {
  readonly stage: FirstStage;
  readonly answer: SearchAnswer | undefined;
  readonly text: FollowedText | undefined;
}

function CompareAnswer({ stage, answer, text }: CompareAnswerProps): VNode {
  if (answer === undefined) {
    const isSearching = searchPhase.value.is === 'searching';
    return <p class="compare-waiting">{isSearching ? `${STAGE_NAMES[stage]} is searching…` : 'No result.'}</p>;
  }
  const lines = rankLines(answer.documents, topK.value);
  return (
    <>
      <p class="compare-time">{formatMilliseconds(answer.timingsMs.total)}</p>
      <Verdict answer={answer} lines={lines} followed={text} />
      {lines.length > 0 && <BumpChart answer={answer} lines={lines} followed={text} isCompact />}
    </>
  );
}
