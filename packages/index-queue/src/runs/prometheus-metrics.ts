import type { Progress, RunStatus } from './run-status.ts';

/** A metric with its description and its values by labels. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly values: readonly (readonly [labels: Readonly<Record<string, string | number>>, value: number])[];
}

/**
 * Formats a status in the text format of Prometheus. All metrics are gauges, because a new run starts at 0.
 *
 * @example
 * prometheusMetrics(status); // => '# HELP x_index_queue_units Units of the run ...'
 */
export function prometheusMetrics(status: RunStatus): string {
  const run = { run: status.runId };
  const by = (label: string, counts: Readonly<Record<string, number>>): Metric['values'] =>
    Object.entries(counts).map(([state, value]) => [{ ...run, [label]: state }, value]);
  const { units, items, queue } = status;
  const { indexed, unchanged, superseded, rejected } = status;
  const metrics: readonly Metric[] = [
    { name: 'units', help: 'Units of the run by state.', values: by('state', statesOf(units)) },
    { name: 'items', help: 'Items of the run by the state of their units.', values: by('state', statesOf(items)) },
    {
      name: 'documents',
      help: 'Documents of the run by outcome.',
      values: by('outcome', { indexed, unchanged, superseded, rejected }),
    },
    {
      name: 'worker_documents_per_second',
      help: 'Documents per second of each worker, over the last minute.',
      values: status.workers.map(({ name, documentsPerSecond }) => [{ ...run, worker: name }, documentsPerSecond]),
    },
    {
      name: 'jobs',
      help: 'Units of all runs by state.',
      values: Object.entries(queue).map(([state, value]) => [{ state }, value]),
    },
    {
      name: 'run_finished',
      help: '1 when the run is finished.',
      values: [[run, status.state === 'finished' ? 1 : 0]],
    },
  ];
  return metrics.map(textOf).join('');
}

function statesOf({ total, done, failed }: Progress): Readonly<Record<string, number>> {
  return { done, failed, left: Math.max(0, total - done - failed) };
}

function textOf({ name, help, values }: Metric): string {
  const full = `x_index_queue_${name}`;
  const lines = values.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(`${text}`)}"`);
    return `${full}{${pairs.join(',')}} ${value}\n`;
  });
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${lines.join('')}`;
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
function escaped(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
