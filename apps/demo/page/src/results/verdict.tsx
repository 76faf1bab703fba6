import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import { biggestClimber, type RankLine } from '../ranks/rank-lines.ts';
import { ordinal } from '../wording/ordinal.ts';
import { countOf } from '../wording/quantities.ts';
import { titleOf } from '../wording/shorten.ts';
import { STAGE_NAMES } from '../wording/stage-names.ts';

export interface VerdictProps {
  readonly answer: SearchAnswer;
  readonly lines: readonly RankLine[];
}

const TITLE_LENGTH = 72;

/** What the result comes to, in a sentence. */
export function Verdict({ answer, lines }: VerdictProps): VNode {
  return <p class="verdict">{sentence(answer, lines)}</p>;
}

function sentence({ way, reranked, firstStage }: SearchAnswer, lines: readonly RankLine[]): VNode | string {
  if (lines.length === 0) {
    return way === 'two' && firstStage === 'words'
      ? 'No text has a word of the query. Dense search looks at meaning.'
      : 'Nothing was found.';
  }
  if (!reranked)
    return `${countOf(lines.length, 'text')}, in the order of ${way === 'cascade' ? 'MaxSim' : `the first stage (${STAGE_NAMES[firstStage]})`}.`;
  const climber = biggestClimber(lines);
  if (climber === undefined) {
    const isChanged = lines.some(({ change }) => change > 0);
    const outcome = isChanged ? 'no other among the best' : 'none of them: both stages agree';
    return `Reranking ${countOf(lines.length, 'text')} lifts ${outcome}.`;
  }
  return (
    <>
      <q class="verdict-title" dir="auto">
        {titleOf(climber.document.text, TITLE_LENGTH)}
      </q>{' '}
      climbs from {ordinal(climber.before)}
      {way === 'cascade' && ' by MaxSim'} to <strong>{ordinal(climber.after)}</strong>.
    </>
  );
}
