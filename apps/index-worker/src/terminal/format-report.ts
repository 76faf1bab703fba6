import type { RunReport } from '@x/index-queue';

import { table } from './table.ts';

/** Formats the report of a run as lines. */
export function formatReport({ runId, items, units, failedUnits, ...documents }: RunReport): string[] {
  const rows = Object.entries({ items, units, 'failed units': failedUnits, ...documents });
  const advice =
    failedUnits === 0
      ? []
      : [
          '',
          'Units failed, so nothing was removed. See the output of x-index-queue worker, then enqueue again with a larger --run-id.',
        ];
  return [`Run ${runId} is finished.`, '', ...table(rows), ...advice];
}
