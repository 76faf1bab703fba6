import { createServer } from 'node:http';

import { findForeignHeader } from '@x/core';
import { listen, prepareDrain } from '@x/core/http';
import { findNewestRun, type IndexQueue, prometheusMetrics } from '@x/index-queue';

import { readStatus } from './read-status.ts';

/** Options of {@link serveMetrics}. Without `runId`, each request reports the newest run. */
export interface MetricsOptions {
  readonly host: string;
  /** 0 chooses a free port. */
  readonly port: number;
  readonly runId: number | undefined;
}

/** A running metrics server. Disposing stops it. */
export interface MetricsServer extends AsyncDisposable {
  /** URL of the metrics. */
  readonly url: string;
}

const drainMs = 2000;
const contentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Serves `/metrics` for Prometheus, and `/health` for container health checks. */
export async function serveMetrics(queue: IndexQueue, { host, port, runId }: MetricsOptions): Promise<MetricsServer> {
  // Replaced by the address behind a name once the server listens.
  let address = host;
  const server = createServer((request, response) => {
    const answer = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': contentType }).end(text);
    };
    const { host: asked, origin } = request.headers;
    const [path] = request.url!.split('?', 1);
    if (findForeignHeader({ host: asked, origin }, { address, needsKey: false, allowedHosts: [host] })) {
      answer(403, 'Use 127.0.0.1: requests from pages of other sites are refused.\n');
    } else if (path === '/health') answer(200, 'ok\n');
    else if (path === '/metrics') {
      metricsOf(queue, runId).then(
        (text) => answer(200, text),
        (error: unknown) => answer(503, `${error instanceof Error ? error.message : String(error)}\n`),
      );
    } else answer(404, 'Use /metrics or /health.\n');
  });
  const drain = prepareDrain(server, drainMs);
  const { port: actual, ...listening } = await listen(server, port, host);
  ({ address } = listening);
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shownHost}:${actual}/metrics`, [Symbol.asyncDispose]: drain };
}

/** Returns the metrics of a run, or an empty text when the queue has no run. */
async function metricsOf(queue: IndexQueue, runId: number | undefined): Promise<string> {
  const run = runId ?? (await findNewestRun(queue));
  return run === undefined ? '' : prometheusMetrics(await readStatus(queue, run));
}
