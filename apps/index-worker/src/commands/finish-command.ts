import type { ProgramStreams } from '@x/terminal';

import type { FinishArguments } from '../arguments/program-arguments.ts';
import { openQueue } from '../open-queue.ts';
import { waitForEnd } from '../wait-for-end.ts';

/** Finishes a run and prints its report. Returns the exit code. */
export async function runFinish(args: FinishArguments, streams: ProgramStreams): Promise<number> {
  await using queue = await openQueue(args, (message) => streams.stderr.write(`${message}\n`));
  return await waitForEnd(queue, args, streams);
}
