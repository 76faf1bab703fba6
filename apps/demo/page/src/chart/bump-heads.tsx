import type { VNode } from 'preact';

import type { SearchAnswer } from '../../../src/web/contract.ts';
import { STAGE_NAMES } from '../wording/stage-names.ts';

/** The headings above the two ends of the lines. */
export function BumpHeads({ answer, isCompact }: { answer: SearchAnswer; isCompact: boolean }): VNode {
  const { firstStage, reranked, models } = answer;
  return (
    <figcaption class="bump-heads">
      <span class="bump-head">
        {isCompact ? 'Found' : `First stage: ${STAGE_NAMES[firstStage]}`}
        {!isCompact && <small>{models.embedder ?? 'BM25, no model'}</small>}
      </span>
      <span class="bump-head">
        {reranked ? 'Reranked' : 'Not reranked'}
        {!isCompact && <small>{models.reranker ?? 'order unchanged'}</small>}
      </span>
    </figcaption>
  );
}
