#!/usr/bin/env node
import { runProgram } from '@x/core/program';
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';
import { pino } from 'pino';

import { readApiKeys } from './api-key-file.ts';
import { parseProgramArguments, type ProgramArguments, usage } from './program-arguments.ts';
import { serve } from './serve.ts';

await runProgram({
  async run(words, signal) {
    const asked = parseProgramArguments(words);
    if (asked.help) process.stdout.write(usage);
    else await start(asked, signal);
  },
  hint: `\n${usage}`,
  endsOnSignal: true,
});

async function start(
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
  const models = await Promise.all([
    TextEmbedding.load(embedder, loading),
    TextCrossEncoder.load(reranker, { ...loading, truncation: 'onlySecond' }),
  ]).catch((error: unknown) => {
    if (error !== signal.reason) throw error;
  });
  if (models === undefined) return; // A signal ended the program while the models were loading.
  const [embedding, crossEncoder] = models;
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
  process.stdout.write(
    json
      ? `${JSON.stringify({ url: server.url, port: server.port })}\n`
      : `Serving ${embedding.modelName} and ${crossEncoder.modelName} at ${server.url}\n`,
  );
  const close = (): void => {
    void server.close().then(() => Promise.all([embedding.dispose(), crossEncoder.dispose()]));
  };
  if (signal.aborted) close();
  else signal.addEventListener('abort', close, { once: true });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
