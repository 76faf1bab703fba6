import type { ProgressEvent, ProgressListener } from '@x/core';
import { MultiBar, type SingleBar } from 'cli-progress';

import { columnsOf, wrap } from './fit-columns.ts';

/** Shows progress on a stream until it is closed. */
export interface ProgressDisplay {
  readonly listener: ProgressListener;
  readonly close: () => void;
}

const verbs: Record<ProgressEvent['phase'], string> = {
  download: 'Downloading',
  verify: 'Checking',
  load: 'Loading',
  embed: 'Embedding',
  score: 'Scoring',
  upload: 'Storing',
  index: 'Indexing',
};

/** Columns that a bar needs beside the longest name of a bundled model. */
const barColumns = 80;

/** Shows bars in a terminal that can move its cursor; otherwise writes one line when a phase begins. */
export function createProgressDisplay(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): ProgressDisplay {
  const canMove = stream.isTTY && environment['TERM'] !== 'dumb';
  const columns = columnsOf(stream, environment);
  return canMove ? createBars(stream, columns) : createLines(stream, columns);
}

function createLines(stream: NodeJS.WriteStream, columns?: number): ProgressDisplay {
  const begun = new Set<string>();
  return {
    listener(event) {
      const line = `${verbs[event.phase]} ${event.subject}${sizeOf(event)}`;
      if (begun.has(keyOf(event))) return;
      begun.add(keyOf(event));
      stream.write(`${wrap(line, { columns, indent: 2 })}\n`);
    },
    close: () => {},
  };
}

function createBars(stream: NodeJS.WriteStream, columns = barColumns): ProgressDisplay {
  const bars = new Map<string, SingleBar>();
  const multiBar = new MultiBar({
    stream,
    // Lines that are too long are cut, so without room for a bar the percentage comes first.
    format: columns < barColumns ? '{percentage}% {verb} {subject}' : '{verb} {subject} {bar} {percentage}%{size}',
    barCompleteChar: '━',
    barIncompleteChar: ' ',
    barsize: 24,
    hideCursor: false,
    clearOnComplete: true,
    // Draws the last state of a bar when it stops, even if it changed a moment before.
    forceRedraw: true,
    autopadding: true,
  });
  return {
    listener(event) {
      if (event.total === undefined || event.total === 0) return;
      const payload = { verb: verbs[event.phase].padEnd(11), subject: event.subject, size: sizeOf(event) };
      const bar = bars.get(keyOf(event)) ?? multiBar.create(event.total, 0, payload);
      bars.set(keyOf(event), bar);
      bar.update(event.completed, payload);
    },
    close: () => multiBar.stop(),
  };
}

/** Returns one key per phase and subject: bytes are counted over all files of a model, items over all of a call. */
function keyOf({ phase, subject }: ProgressEvent): string {
  return `${phase} ${subject}`;
}

function sizeOf({ unit, total }: ProgressEvent): string {
  return unit === 'bytes' && total !== undefined ? ` (${(total / 1e6).toFixed(1)} MB)` : '';
}
