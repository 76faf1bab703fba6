import type { VNode } from 'preact';

import { formatTimeLeft } from '../wording/quantities.ts';
import { indexing } from './own-texts-state.ts';

/** The progress of the indexing, or the reason why it failed. */
export function IndexingStatus(): VNode | null {
  const phase = indexing.value;
  if (phase.is === 'resting') return null;
  if (phase.is === 'failed') {
    return (
      <p class="notice" data-role="alert" role="alert">
        {phase.message}
      </p>
    );
  }
  const { completed = 0, total = 0, remainingMs } = phase.progress ?? {};
  return (
    <div class="indexing">
      <progress aria-label="Embedding" {...(total > 0 ? { value: completed, max: total } : {})} />
      <p>
        {total > 0 ? `${completed} of ${total} embedded` : 'Sending…'}
        {remainingMs === undefined ? '' : `, ${formatTimeLeft(remainingMs)}`}
      </p>
    </div>
  );
}
