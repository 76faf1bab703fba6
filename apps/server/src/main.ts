#!/usr/bin/env node
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';
import { pino } from 'pino';

import { parseProgramArguments, type ProgramArguments, usage } from './program-arguments.ts';
import { serve } from './serve.ts';

const asked = readArguments();
if (asked !== undefined) await run(asked).catch(fail);

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

async function run({
  port,
  host,
  embedder,
  reranker,
  dtype,
  threads,
  apiKeys,
  corsOrigin,
  allowedHosts,
  offline,
  json,
}: ProgramArguments): Promise<void> {
  // The bundled models are this package's own, wherever it was started.
  const loading = {
    offline,
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
    apiKeys,
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
  const end = (): void => {
    void server.close().then(() => Promise.all([embedding.dispose(), crossEncoder.dispose()]));
  };
  process.once('SIGTERM', end).once('SIGINT', end);
}

function fail(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
