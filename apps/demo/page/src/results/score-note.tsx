import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import { scoreNames } from '../wording/score-names.ts';

/** Explains the scores of an answer. */
export function ScoreNote({ answer }: { answer: SearchAnswer }): VNode {
  return (
    <dl class="score-note">
      {scoreNames(answer).map(({ short, meaning }) => (
        <div key={short}>
          <dt>{short}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
