import type { ProgressListener } from '@x/core';
import { MultiBar, type SingleBar } from 'cli-progress';

/** Shows progress until it is closed. */
export interface ProgressDisplay {
  readonly listener: ProgressListener;
  readonly close: () => void;
}

/** Output of the progress: a terminal or any other text stream. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

const verbs: Readonly<Record<string, string>> = { download: 'Downloading', verify: 'Checking' };

/** Shows bars in a terminal that can move its cursor. Elsewhere it writes one line for each model when its work starts. */
export function createProgressDisplay(stream: ProgressStream, environment: NodeJS.ProcessEnv): ProgressDisplay {
  const canMove = stream.isTTY === true && environment['TERM'] !== 'dumb';
  return canMove ? createBars(stream) : createLines(stream);
}

function createLines(stream: ProgressStream): ProgressDisplay {
  return {
    listener({ phase, subject, completed, total = 0 }) {
      if (completed === 0) stream.write(`${verbs[phase] ?? phase} ${subject} (${megabytes(total)})\n`);
    },
    close: () => undefined,
  };
}

function createBars(stream: ProgressStream): ProgressDisplay {
  const bars = new Map<string, SingleBar>();
  const multiBar = new MultiBar({
    stream,
    format: '{verb} {subject} {bar} {percentage}% of {size}, {file}',
    barsize: 24,
    hideCursor: false,
    forceRedraw: true,
    autopadding: true,
  });
  return {
    listener({ phase, subject, completed, total = 0, file = '' }) {
      if (total === 0) return;
      const payload = { verb: verbs[phase] ?? phase, subject, size: megabytes(total), file };
      const key = `${phase} ${subject}`;
      const bar = bars.get(key) ?? multiBar.create(total, 0, payload);
      bars.set(key, bar);
      bar.update(completed, payload);
    },
    close: () => multiBar.stop(),
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
