import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import type { FollowedText } from '../ranks/followed-text.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { ordinal } from '../wording/ordinal.ts';
import { countOf } from '../wording/quantities.ts';
import { titleOf } from '../wording/shorten.ts';
import { STAGE_NAMES } from '../wording/stage-names.ts';

export interface VerdictProps {
  readonly answer: SearchAnswer;
  readonly lines: readonly RankLine[];
  readonly followed: FollowedText | undefined;
}

const TITLE_LENGTH = 72;

/** A sentence about the rank of the followed text. */
export function Verdict({ answer, lines, followed }: VerdictProps): VNode {
  if (lines.length === 0 || followed === undefined) return <p class="verdict">{nothing(answer)}</p>;
  const line = lines.find(({ document }) => document.id === followed.id);
  return (
    <p class="verdict">
      <q class="verdict-title" dir="auto">
        {titleOf(followed.text, TITLE_LENGTH)}
      </q>{' '}
      {line === undefined ? (
        <Loss answer={answer} count={lines.length} />
      ) : (
        <Way answer={answer} lines={lines} line={line} />
      )}
    </p>
  );
}

function nothing({ way, firstStage }: SearchAnswer): string {
  return way === 'two' && firstStage === 'words'
    ? 'No text contains a word of the query. Dense search compares meanings.'
    : 'No texts found.';
}

function Loss({ answer: { way, firstStage }, count }: { answer: SearchAnswer; count: number }): VNode {
  const finder = way === 'cascade' ? 'Dense and BM25' : STAGE_NAMES[firstStage];
  return (
    <>
      is lost: it is not among the {countOf(count, 'text')} that {finder} found.
    </>
  );
}

interface WayProps {
  readonly answer: SearchAnswer;
  readonly lines: readonly RankLine[];
  readonly line: RankLine;
}

function Way({ answer: { way, reranked, firstStage }, lines, line }: WayProps): VNode {
  const { before, after, change, isShown } = line;
  const place = <strong>{ordinal(after)}</strong>;
  const cut = isShown ? '' : `, below the best ${lines.filter((other) => other.isShown).length}`;
  if (!reranked) {
    const order = way === 'cascade' ? 'MaxSim' : `the first stage (${STAGE_NAMES[firstStage]})`;
    return (
      <>
        is {place} of {countOf(lines.length, 'text')}, in the order of {order}
        {cut}.
      </>
    );
  }
  if (change === 0)
    return (
      <>
        stays {place}
        {cut}.
      </>
    );
  return (
    <>
      {change > 0 ? 'climbs' : 'falls'} from {ordinal(before)}
      {way === 'cascade' && ' by MaxSim'} to {place}
      {cut}.
    </>
  );
}
