import { finishRun, type IndexQueue, watchRun } from '@x/index-queue';
import { columnsOf, createStyle, type ProgramStreams } from '@x/terminal';

import type { RemovalArguments } from './arguments/program-arguments.ts';
import { formatReport } from './terminal/format-report.ts';
import { formatStatus } from './terminal/format-status.ts';
import { createRedraw } from './terminal/redraw.ts';

/** Makes the workers finish a run, shows its progress and prints its report. Returns the exit code: 1 when units failed, else 0. */
export async function waitForEnd(
  queue: IndexQueue,
  { runId, keepVanished, allowEmpty, json }: RemovalArguments & { readonly runId: number; readonly json: boolean },
  streams: ProgramStreams,
): Promise<number> {
  const { stdout, stderr, signal } = streams;
  if (!stderr.isTTY) stderr.write(`Waiting for the workers to finish run ${runId}.\n`);
  const [report] = await Promise.all([
    finishRun(queue, { runId, removeVanished: !keepVanished, allowEmpty, signal }),
    stderr.isTTY && showProgress(queue, runId, streams),
  ]);
  stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : `${formatReport(report).join('\n')}\n`);
  return report.failedUnits > 0 ? 1 : 0;
}

async function showProgress(queue: IndexQueue, runId: number, { stderr, env, signal }: ProgramStreams): Promise<void> {
  const redraw = createRedraw(stderr, env);
  const format = { name: queue.name, style: createStyle(stderr), columns: columnsOf(stderr, env) };
  for await (const status of watchRun(queue, { runId, signal })) redraw(formatStatus(status, format));
}
