import { type RunStatus, watchRun } from '@x/index-queue';
import { columnsOf, createStyle, type ProgramStreams } from '@x/terminal';

import type { StatusArguments } from '../arguments/program-arguments.ts';
import { openQueue, requireRun } from '../open-queue.ts';
import { formatStatus } from '../terminal/format-status.ts';
import { createRedraw } from '../terminal/redraw.ts';

/** Prints the progress of a run, once or until it is finished. Returns the exit code: 1 when a watched run could not be finished, else 0. */
export async function runStatus(
  args: StatusArguments,
  { stdout, stderr, env, signal }: ProgramStreams,
): Promise<number> {
  const { name, json, watch } = args;
  await using queue = await openQueue(args, (message) => stderr.write(`${message}\n`));
  const runId = await requireRun(queue, { runId: args.runId, signal });
  const redraw = createRedraw(stdout, env);
  const draw = (status: RunStatus): void => {
    if (json) stdout.write(`${JSON.stringify(status, undefined, watch ? 0 : 2)}\n`);
    else redraw(formatStatus(status, { name, style: createStyle(stdout), columns: columnsOf(stdout, env) }));
  };
  for await (const status of watchRun(queue, { runId, signal })) {
    draw(status);
    if (!watch) return 0;
    if (status.state === 'failed') return 1;
  }
  return 0;
}
