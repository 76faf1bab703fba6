import { once } from 'node:events';

import { createIndexWorker } from '@x/index-queue';
import { createSearchPipeline } from '@x/pipeline';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';
import { createProgressDisplay, type ProgramStreams } from '@x/terminal';

import type { WorkerArguments } from '../arguments/program-arguments.ts';
import { onceInARow, openQueue } from '../open-queue.ts';
import { readSecretFile } from '../read-secret-file.ts';
import { serveMetrics } from '../serve-metrics.ts';
import { loadEmbedder } from '../worker/load-embedder.ts';
import { loadRead } from '../worker/load-read.ts';
import { createWorkLog } from '../worker/work-log.ts';

/** Indexes units until the signal is aborted. */
export async function runWorker(args: WorkerArguments, streams: ProgramStreams): Promise<void> {
  const { stdout, stderr, env, cwd, signal } = streams;
  const log = createWorkLog((line) => stdout.write(line), args);
  const read = args.read === undefined ? undefined : await loadRead(args.read, cwd);
  const apiKey = args.apiKeyFile === undefined ? undefined : readSecretFile('--api-key-file', args.apiKeyFile);
  await using queue = await openQueue(args, log.trouble);
  const { qdrant: url, allowInsecureApiKey } = args;
  await using client = new QdrantClient({ url, allowInsecureApiKey, ...(apiKey !== undefined && { apiKey }) });

  const progress = createProgressDisplay(stderr, env);
  // Without a terminal, prints only downloads: a local model loads within about a second.
  const onProgress: typeof progress.listener = (event) =>
    stderr.isTTY || event.phase === 'download' ? progress.listener(event) : undefined;
  const { model, offline, chunkTokens } = args;
  await using embedder = await loadEmbedder(model, { cwd, offline, signal, onProgress }).finally(progress.close);
  const { dimension, modelName } = embedder;
  const store = createVectorStore<{ text: string }>(client, { collection: args.collection, dimension });
  const chunker = chunkTokens === undefined ? {} : { chunker: embedder.chunker({ maxTokens: chunkTokens }) };
  const pipeline = createSearchPipeline({ embedder, store, ...chunker });

  const { metricsPort, host, concurrency, lockSeconds } = args;
  await using metrics =
    metricsPort === undefined ? undefined : await serveMetrics(queue, { port: metricsPort, host, runId: undefined });
  await using worker = createIndexWorker({
    queue,
    pipeline,
    concurrency,
    lockMs: lockSeconds * 1000,
    stalledCheckMs: lockSeconds * 500,
    onUnit: log.unit,
    onError: onceInARow(log.trouble),
    ...(read && { read }),
  });
  log.ready({ worker: worker.name, model: modelName, metrics: metrics?.url });
  if (!signal.aborted) await once(signal, 'abort');
  log.ending();
}
