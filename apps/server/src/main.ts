#!/usr/bin/env node
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';
import { pino } from 'pino';

import { readApiKeys } from './api-key-file.ts';
import { parseProgramArguments, type ProgramArguments, usage } from './program-arguments.ts';
import { serve } from './serve.ts';

// Registered first: in a container, the kernel drops signals that process 1 does not listen for.
const ending = new AbortController();
const end = (): void => ending.abort();
process.once('SIGTERM', end).once('SIGINT', end);

const asked = readArguments();
if (asked !== undefined) await run(asked, ending.signal).catch(fail);

function readArguments(): ProgramArguments | undefined {
  try {
    const parsed = parseProgramArguments(process.argv.slice(2));
    if (!parsed.help) return parsed;
    process.stdout.write(usage);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${usage}`);
    process.exitCode = 2;
  }
  return undefined;
}

async function run(
  {
    port,
    host,
    embedder,
    reranker,
    dtype,
    threads,
    apiKeys,
    apiKeyFile,
    corsOrigin,
    allowedHosts,
    offline,
    json,
  }: ProgramArguments,
  signal: AbortSignal,
): Promise<void> {
  const keys = [...apiKeys, ...(apiKeyFile === undefined ? [] : readApiKeys(apiKeyFile))];
  // Finds the bundled models beside this package, whatever the working directory.
  const loading = {
    offline,
    signal,
    searchFrom: [import.meta.url],
    ...(dtype && { dtype }),
    ...(threads !== undefined && { threads }),
  };
  const [embedding, crossEncoder] = await Promise.all([
    TextEmbedding.load(embedder, loading),
    TextCrossEncoder.load(reranker, { ...loading, truncation: 'onlySecond' }),
  ]);
  const log = pino({ enabled: json, base: null });
  const server = await serve({
    port,
    host,
    apiKeys: keys,
    corsOrigin,
    allowedHosts,
    models: { embedding, reranker: crossEncoder },
    onAnswer: ({ error, ...request }) => {
      if (error === undefined) log.info(request, 'answered');
      else log.error({ ...request, err: error }, 'failed');
      if (error !== undefined && !json)
        process.stderr.write(`${request.method} ${request.path}: ${messageOf(error)}\n`);
    },
  });
  process.stdout.write(json ? `${JSON.stringify({ url: server.url, port: server.port })}\n` : `Serving ${embedding.modelName} and ${crossEncoder.modelName} at ${server.url}\n`); // prettier-ignore
  const close = (): void => {
    void server.close().then(() => Promise.all([embedding.dispose(), crossEncoder.dispose()]));
  };
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
}

function fail(error: unknown): void {
  if (error === ending.signal.reason) return; // A signal ended the program while the models were loading.
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
