import { readUntilAborted } from '@x/core';
import { readRejected } from '@x/index-queue';
import { columnsOf, cut, type ProgramStreams } from '@x/terminal';

import type { RunArguments } from '../arguments/program-arguments.ts';
import { openQueue, requireRun } from '../open-queue.ts';
import { table } from '../terminal/table.ts';

/** Lists the documents of a run that cannot be indexed. */
export async function runRejected(args: RunArguments, { stdout, stderr, env, signal }: ProgramStreams): Promise<void> {
  await using queue = await openQueue(args, (message) => stderr.write(`${message}\n`));
  const runId = await requireRun(queue, { runId: args.runId, signal });
  const rows: (readonly [string, string, string])[] = [];
  for await (const rejected of readUntilAborted(readRejected(queue, { runId }), signal)) {
    const { id, stage, reason } = rejected;
    if (args.json) stdout.write(`${JSON.stringify(rejected)}\n`);
    else rows.push([`${id}`, stage, reason]);
  }
  if (args.json) return;
  const columns = columnsOf(stdout, env);
  const lines = rows.length === 0 ? [] : table([['id', 'stage', 'reason'], ...rows]);
  stdout.write(lines.map((line) => `${cut(line, columns)}\n`).join(''));
  if (rows.length === 0) stderr.write(`No document of run ${runId} was rejected.\n`);
}
