// A worker process of a trial. Writes a line for each attempt of a unit, and ends when it is killed or its input ends.
import { createIndexWorker, openIndexQueue } from '@x/index-queue';
import { QdrantClient } from '@x/qdrant-adapter';

import { documentOf, type Reference, type TrialDocument } from './documents.ts';
import { retryQueueErrors } from './retry-queue-errors.ts';
import { trialPipeline } from './trial-pipeline.ts';

/** The settings of a worker. */
export interface WorkerSettings {
  readonly queueUrl: string;
  readonly storeUrl: string;
  readonly lockMs: number;
}

const { queueUrl, storeUrl, lockMs } = JSON.parse(process.argv[2]!) as WorkerSettings;
const onError = (error: unknown): void => void process.stderr.write(`${String(error)}\n`);
// A worker that starts while the database restarts opens the queue later.
const queue = await retryQueueErrors(async () =>
  openIndexQueue({ name: 'trial', url: queueUrl, backoffMs: 200, onError }),
);
const client = new QdrantClient({ url: storeUrl });
const worker = createIndexWorker<Reference, TrialDocument['payload']>({
  queue,
  pipeline: trialPipeline(client),
  read: (references) => references.map(documentOf),
  lockMs,
  stalledCheckMs: Math.ceil(lockMs / 3),
  finishPollMs: 200,
  onError,
  onUnit: ({ outcome, runId }) => void process.stdout.write(`${outcome} ${runId}\n`),
});
process.stdout.write('ready\n');
process.stdin.resume().once('end', async () => {
  await worker.close();
  await queue.close();
  await client.close();
});
