import { once } from 'node:events';
import type { ProgramStreams } from '@x/terminal';

import type { MetricsArguments } from '../arguments/program-arguments.ts';
import { openQueue } from '../open-queue.ts';
import { serveMetrics } from '../serve-metrics.ts';

/** Serves metrics until the signal is aborted. */
export async function runMetrics(args: MetricsArguments, { stdout, stderr, signal }: ProgramStreams): Promise<void> {
  await using queue = await openQueue(args, (message) => stderr.write(`${message}\n`));
  await using server = await serveMetrics(queue, args);
  stdout.write(args.json ? `${JSON.stringify({ url: server.url })}\n` : `Metrics at ${server.url}\n`);
  if (!signal.aborted) await once(signal, 'abort');
}
