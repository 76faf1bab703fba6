import { InvalidArgumentError, type ProgressListener } from '@x/core';
import { ProgramError } from '@x/core/program';
import { enqueueDocuments, type EnqueueReport } from '@x/index-queue';
import { count, type ProgramStreams } from '@x/terminal';

import type { EnqueueArguments } from '../arguments/program-arguments.ts';
import { openQueue } from '../open-queue.ts';
import { readJsonLines, type ReadingPlace, requireReadable } from '../read-json-lines.ts';
import { whole } from '../terminal/numbers.ts';
import { waitForEnd } from '../wait-for-end.ts';

/** Puts the items of a file into the queue. With `finish` it waits until the workers have finished the run. Returns the exit code. */
export async function runEnqueue(args: EnqueueArguments, streams: ProgramStreams): Promise<number> {
  const { stdin, stdout, stderr, signal } = streams;
  const { file, runId = Date.now(), unitSize, highWaterMark, json, finish } = args;
  await requireReadable(file);
  await using queue = await openQueue(args, (message) => stderr.write(`${message}\n`));
  const progress = showProgress(stderr);
  const reading: ReadingPlace = { place: file };
  let report: EnqueueReport;
  try {
    const items = readJsonLines(file, stdin, reading);
    const onProgress = progress.listener;
    report = await enqueueDocuments(queue, items, { runId, unitSize, highWaterMark, signal, onProgress });
  } catch (error) {
    // Otherwise the program would wait for the rest of its input before it ends.
    stdin.destroy();
    progress.close();
    stderr.write(`Not all items were enqueued. To continue, run the command again with --run-id ${runId}.\n`);
    throw atLine(error, reading);
  }
  progress.close();
  const { items, units } = report;
  const said = `Run ${runId}: ${count(items, 'item')} in ${count(units, 'unit')}.\n`;
  if (finish) {
    stderr.write(said);
    return await waitForEnd(queue, { ...args, runId }, streams);
  }
  stdout.write(json ? `${JSON.stringify(report)}\n` : said);
  return 0;
}

/** Returns the error of an item with its line in the file, which the user knows and the queue does not. */
function atLine(error: unknown, { place }: ReadingPlace): unknown {
  if (!InvalidArgumentError.isInstance(error) || !error.parameter.startsWith('items[')) return error;
  const advice = 'Write a reference there, such as a path or a key, and let --read of the worker read the document.';
  return new ProgramError(`${place} must have ${error.expected}. ${advice}`, { cause: error });
}

/** Shows the number of enqueued items on a terminal, where a line can be overwritten. */
function showProgress(stderr: NodeJS.WriteStream): { readonly listener: ProgressListener; readonly close: () => void } {
  if (!stderr.isTTY) return { listener: () => {}, close: () => {} };
  return {
    listener: ({ completed }) => void stderr.write(`\r${whole(completed)} items enqueued`),
    close: () => void stderr.write('\r\u001B[0K'),
  };
}
