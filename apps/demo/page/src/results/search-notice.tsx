import type { ComponentChildren, VNode } from 'preact';

import { ModelProgress, WordsMeanwhile } from '../models/model-progress.tsx';
import { collection } from '../state/page-settings.ts';
import { obstacle, search, searchPhase, showsPrevious, type Obstacle } from '../state/search-session.ts';
import { connection } from '../state/server-state.ts';

/** Explains why there is no current result, and what to do. */
export function SearchNotice(): VNode {
  const phase = searchPhase.value;
  const isLost = connection.value === 'lost';
  const previous = showsPrevious.value ? ' These are the previous results.' : '';
  return (
    <div class="notices">
      {isLost && phase.is !== 'failed' && (
        <p class="notice" role="status">
          The demo is not reachable. It may have been stopped in its terminal. The page reconnects by itself.
        </p>
      )}
      {phase.is === 'waiting' && (
        <p class="notice" role="status">
          {phase.message}
          <WordsMeanwhile />
        </p>
      )}
      {phase.is === 'failed' && (
        <Retryable role="alert" label="Try again">
          {isLost ? unanswered : phase.message}
          {previous}
        </Retryable>
      )}
      {phase.is === 'canceled' && (
        <Retryable role="status" label="Search again">
          Canceled.{previous}
        </Retryable>
      )}
      {obstacle.value !== undefined && <ObstacleNotice obstacle={obstacle.value} />}
    </div>
  );
}

const unanswered =
  'The demo does not respond. Check that it still runs in its terminal. The page reconnects by itself and then searches again.';

interface RetryableProps {
  readonly role: 'alert' | 'status';
  readonly label: string;
  readonly children: ComponentChildren;
}

function Retryable({ role, label, children }: RetryableProps): VNode {
  return (
    <div class="notice" data-role={role} role={role}>
      <span>{children}</span>
      <button type="button" class="button" onClick={search}>
        {label}
      </button>
    </div>
  );
}

function ObstacleNotice({ obstacle: is }: { obstacle: Obstacle }): VNode | null {
  const { name = '' } = collection.value ?? {};
  switch (is) {
    case 'server':
      return connection.value === 'lost' ? null : <p class="notice">Connecting…</p>;
    case 'models':
      return <ModelProgress />;
    case 'query':
      return <p class="notice">Type what you are looking for in “{name}”, and press Enter.</p>;
  }
}
