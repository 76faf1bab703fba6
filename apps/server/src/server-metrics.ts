import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics behind `/metrics`. They contain no text, no key and no name of a caller. */
export interface ServerMetrics {
  readonly registry: Registry;
  /** Counts an answered request. */
  observe(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly totalMs: number;
  }): void;
}

/** Creates metrics with their own registry, so that two servers in one process do not share counts. */
export function createMetrics(heldTexts: () => number): ServerMetrics {
  const registry = new Registry();
  const labelNames = ['method', 'route', 'status'] as const;
  const registers = [registry];
  const seconds = new Histogram({
    name: 'x_request_seconds',
    help: 'Time to answer a request',
    labelNames,
    registers,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  });
  const requests = new Counter({ name: 'x_requests_total', help: 'Requests answered', labelNames, registers });
  const held: Gauge = new Gauge({
    name: 'x_texts_held',
    help: 'Texts in running and waiting requests',
    registers,
    collect: () => held.set(heldTexts()),
  });
  return {
    registry,
    observe({ method, route, status, totalMs }) {
      const labels = { method, route, status: String(status) };
      requests.inc(labels);
      seconds.observe(labels, totalMs / 1000);
    },
  };
}
