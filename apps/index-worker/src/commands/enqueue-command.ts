import type { ProgressListener } from '@x/core';
import { enqueueDocuments, type EnqueueReport } from '@x/index-queue';
import { count, type ProgramStreams } from '@x/terminal';

import type { EnqueueArguments } from '../arguments/program-arguments.ts';
import { openQueue } from '../open-queue.ts';
import { readJsonLines, requireReadable } from '../read-json-lines.ts';
import { whole } from '../terminal/numbers.ts';
import { waitForEnd } from '../wait-for-end.ts';

/** Puts the items of a file into the queue. With `finish` it waits until the workers have finished the run. */
export async function runEnqueue(args: EnqueueArguments, streams: ProgramStreams): Promise<void> {
  const { stdin, stdout, stderr, signal } = streams;
  const { file, runId = Date.now(), unitSize, highWaterMark, json, finish } = args;
  await requireReadable(file);
  await using queue = await openQueue(args, (message) => stderr.write(`${message}\n`));
  const progress = showProgress(stderr);
  let report: EnqueueReport;
  try {
    const items = readJsonLines(file, stdin);
    const onProgress = progress.listener;
    report = await enqueueDocuments(queue, items, { runId, unitSize, highWaterMark, signal, onProgress });
  } catch (error) {
    // Otherwise the program would wait for the rest of its input before it ends.
    stdin.destroy();
    progress.close();
    stderr.write(`Not all items were enqueued. To continue, run the command again with --run-id ${runId}.\n`);
    throw error;
  }
  progress.close();
  const { items, units } = report;
  const said = `Run ${runId}: ${count(items, 'item')} in ${count(units, 'unit')}.\n`;
  if (finish) {
    stderr.write(said);
    await waitForEnd(queue, { ...args, runId }, streams);
  } else stdout.write(json ? `${JSON.stringify(report)}\n` : said);
}

/** Shows the number of enqueued items on a terminal, where a line can be overwritten. */
function showProgress(stderr: NodeJS.WriteStream): { readonly listener: ProgressListener; readonly close: () => void } {
  if (!stderr.isTTY) return { listener: () => {}, close: () => {} };
  return {
    listener: ({ completed }) => void stderr.write(`\r${whole(completed)} items enqueued`),
    close: () => void stderr.write('\r\u001B[0K'),
  };
}
