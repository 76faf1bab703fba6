import type { RunReport } from '@x/index-queue';

import { table } from './table.ts';

/** What a run did, as lines. */
export function formatReport({ runId, items, units, failedUnits, ...documents }: RunReport): string[] {
  const rows = Object.entries({ items, units, 'failed units': failedUnits, ...documents });
  const advice =
    failedUnits === 0
      ? []
      : [
          '',
          'Units failed, so nothing was removed. x-index-queue worker says why; enqueue again with a larger --run-id.',
        ];
  return [`Run ${runId} is finished.`, '', ...table(rows), ...advice];
}
