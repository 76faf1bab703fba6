import type { UnitEvent } from '@x/index-queue';
import { count, printableLine } from '@x/terminal';

import { seconds } from '../terminal/numbers.ts';

/** The log of a worker. Each call writes one line. */
export interface WorkLog {
  readonly ready: (facts: {
    readonly worker: string;
    readonly model: string;
    readonly metrics: string | undefined;
  }) => void;
  readonly unit: (event: UnitEvent) => void;
  readonly ending: () => void;
  /** Reports an error outside of units. */
  readonly trouble: (message: string) => void;
}

/** Creates a log that writes text lines, or JSON lines with `json`. */
export function createWorkLog(
  write: (line: string) => void,
  { json, now = () => new Date() }: { readonly json: boolean; readonly now?: () => Date },
): WorkLog {
  const log = (event: string, facts: object, text: string): void => {
    const time = now();
    if (json) write(`${JSON.stringify({ time: time.toISOString(), event, ...facts })}\n`);
    else write(`${time.toTimeString().slice(0, 8)} ${printableLine(text)}\n`);
  };
  return {
    ready: ({ worker, model, metrics }) =>
      log(
        'ready',
        { worker, model, metrics },
        `${worker} is ready, with ${model}${metrics ? `; metrics at ${metrics}` : ''}`,
      ),
    // Logs the reason, not the error, which may contain the text of a document.
    unit: (event) => log('unit', { ...event, ms: Math.round(event.ms), error: undefined }, unitText(event)),
    ending: () => log('ending', {}, 'Ending: active units have 30 seconds. A second signal ends the worker at once.'),
    trouble: (reason) => log('trouble', { reason }, reason),
  };
}

function unitText({ outcome, items, documents, rejected, ms, runId, reason = '' }: UnitEvent): string {
  switch (outcome) {
    case 'done':
      return `${count(documents, 'document')} in ${seconds(ms)}${rejected > 0 ? `, ${rejected} rejected` : ''}`;
    case 'superseded':
      return `${count(items, 'item')} skipped: a run after ${runId} is finished`;
    case 'failed':
      return `${count(items, 'item')} failed: ${reason}`;
    case 'dead':
      return `${count(items, 'item')} given up: ${reason}`;
    case 'pause':
      return `Waiting, as a server requested: ${reason}`;
  }
}
