import type { RunStatus, WorkerStatus } from '@x/index-queue';
import { count, cut, printableLine, type Style } from '@x/terminal';

import { duration, whole } from './numbers.ts';
import { table } from './table.ts';

/** Options of {@link formatStatus}. */
export interface StatusFormat {
  readonly name: string;
  readonly style: Style;
  /** Width of the terminal; `undefined` keeps lines whole. */
  readonly columns: number | undefined;
}

const widestBar = 40;
/** Maximum width of the text beside the bar: two numbers of nine digits. */
const besideBar = 40;

/** Formats the status of a run as lines that fit the terminal. */
export function formatStatus(status: RunStatus, { name, style, columns }: StatusFormat): string[] {
  const { runId, state, units, workers } = status;
  const fit = (line: string): string => cut(line, columns);
  const width = Math.max(Math.min(widestBar, (columns ?? widestBar + besideBar) - besideBar), 10);
  const [head, ...rows] = table([['worker', 'documents', 'a second'], ...workers.map(workerRow)]);
  return [
    style.bold(fit(`${printableLine(name)}, run ${runId}: ${state}`)),
    fit(
      `${bar(units.done, units.total, width)}  ${share(units.done, units.total)}  ${whole(units.done)} of ${count(units.total, 'unit')}`,
    ),
    '',
    ...documentLines(status).map(fit),
    ...(workers.length === 0 ? [] : ['', style.dim(fit(head!)), ...rows.map(fit)]),
  ];
}

function documentLines(status: RunStatus): string[] {
  const { documents, indexed, unchanged, superseded, rejected, units, report } = status;
  const kinds = { unchanged, superseded, rejected, 'failed units': units.failed };
  const others = Object.entries(kinds).filter(([, number]) => number > 0);
  const removed = report === undefined ? [] : [['removed', report.removed] as const];
  const [first, ...lines] = table([['documents', documents], ['indexed', indexed], ...others, ...removed]);
  return [`${first}${pace(status)}`, ...lines];
}

function pace({ documentsPerSecond, remainingMs, state }: RunStatus): string {
  if (state === 'finished' || documentsPerSecond === 0) return '';
  const left = remainingMs === undefined || remainingMs === 0 ? '' : `, ${duration(remainingMs)} left`;
  return `  ${documentsPerSecond.toFixed(1)} a second${left}`;
}

function workerRow({ name, documents, documentsPerSecond }: WorkerStatus): readonly (number | string)[] {
  return [name, documents, documentsPerSecond.toFixed(1)];
}

function bar(done: number, total: number, width: number): string {
  const filled = total === 0 ? 0 : Math.floor((done / total) * width);
  return '━'.repeat(filled) + '─'.repeat(width - filled);
}

/** Returns the percentage, rounded down so that it is 100 % only when everything is done. */
function share(done: number, total: number): string {
  const percent = total === 0 ? 0 : Math.floor((done / total) * 1000) / 10;
  return `${percent.toFixed(1)} %`;
}
