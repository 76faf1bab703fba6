import type { VNode } from 'preact';

import type { FoundDocument } from '../../../src/web/contract.ts';
import { describePlaces, formatChange } from '../ranks/place-words.ts';
import type { RankLine } from '../ranks/rank-lines.ts';
import { litDocument } from '../state/lit-document.ts';
import { formatScore } from '../wording/quantities.ts';
import { firstScoreName, lastScoreName, type ScoreName } from '../wording/score-names.ts';

export interface BumpLabelProps {
  readonly line: RankLine;
  readonly isLit: boolean;
}

/** The label at the left end of a line. */
export function BumpLabelBefore({ line, isLit }: BumpLabelProps): VNode {
  const { document, before } = line;
  return (
    <div class="bump-label" data-document={document.id} data-lit={isLit} style={{ '--place': before - 1 }}>
      <span class="bump-text" dir="auto">
        {beginning(document)}
      </span>
      {isLit && <BumpScore name={firstScoreName(document)} score={document.firstStage.score} />}
      <span class="bump-rank">{before}</span>
    </div>
  );
}

export interface BumpLabelAfterProps extends BumpLabelProps {
  /** True when the label is under the pointer or focused. It then shows more of its text. */
  readonly isActive: boolean;
  /** True when the Tab key stops at this label. */
  readonly isTabStop: boolean;
  /** The number of labels. */
  readonly count: number;
  readonly onFocus: () => void;
}

/** The label at the right end of a line. Under the pointer or focused, it shows the whole snippet and both scores. */
export function BumpLabelAfter({ line, isLit, isActive, isTabStop, count, onFocus }: BumpLabelAfterProps): VNode {
  const { document, after, change, isShown } = line;
  const { rerank, firstStage } = document;
  return (
    <div
      class="bump-label"
      role="option"
      aria-selected={isActive}
      aria-posinset={after}
      aria-setsize={count}
      tabIndex={isTabStop ? 0 : -1}
      data-document={document.id}
      data-lit={isLit}
      data-active={isActive}
      data-shown={isShown}
      style={{ '--place': after - 1 }}
      onFocus={() => {
        litDocument.value = document.id;
        onFocus();
      }}
      onBlur={() => {
        litDocument.value = undefined;
      }}
    >
      <span class="visually-hidden">{describePlaces(line)} </span>
      <span class="bump-rank" aria-hidden="true">
        {after}
      </span>
      {rerank !== undefined && (
        <span class="bump-change" aria-hidden="true">
          {formatChange(change)}
        </span>
      )}
      <span class="bump-content">
        {isLit && (
          <span class="bump-scores" aria-hidden="true">
            {(isActive || rerank === undefined) && (
              <BumpScore name={firstScoreName(document)} score={firstStage.score} />
            )}
            {rerank !== undefined && <BumpScore name={lastScoreName(document)} score={rerank.score} />}
          </span>
        )}
        <span class="bump-text" dir="auto">
          {beginning(document)}
        </span>
      </span>
    </div>
  );
}

/** Returns the snippet, with an ellipsis if the text is longer. CSS adds its own ellipsis only when the snippet does not fit. */
function beginning({ text, snippet }: FoundDocument): string {
  return text === snippet ? text : `${snippet}…`;
}

function BumpScore({ name, score }: { name: ScoreName; score: number }): VNode {
  return (
    <span class="bump-score">
      <small>{name.short}</small> {formatScore(score)}
    </span>
  );
}
