import type { VNode } from 'preact';

import type { SearchTimings } from '../../../src/web/contract.ts';
import { formatMilliseconds } from '../wording/quantities.ts';

const STAGES = ['embed', 'retrieve', 'fuse', 'maxSim', 'rerank', 'matches'] as const;
const NAMES: Readonly<Record<(typeof STAGES)[number], string>> = {
  embed: 'Embed the query',
  retrieve: 'Retrieve',
  fuse: 'Fuse',
  maxSim: 'MaxSim',
  rerank: 'Rerank',
  matches: 'Mark words',
};

/** The duration of each stage, as parts of a bar and as numbers. */
export function TimingBar({ timings }: { timings: SearchTimings }): VNode {
  const parts = STAGES.flatMap((stage) => {
    const time = timings[stage];
    return time === undefined || time === 0 ? [] : [{ stage, time }];
  });
  return (
    <div class="timing">
      <p class="timing-total">
        Answered in <strong>{formatMilliseconds(timings.total)}</strong>
      </p>
      <div class="timing-bar" aria-hidden="true">
        {parts.map(({ stage, time }) => (
          <span key={stage} class={`timing-part timing-${stage}`} style={{ flexGrow: String(time) }} />
        ))}
      </div>
      <dl class="timing-legend">
        {parts.map(({ stage, time }) => (
          <div key={stage} class={`timing-${stage}`}>
            <dt>{NAMES[stage]}</dt>
            <dd>{formatMilliseconds(time)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
