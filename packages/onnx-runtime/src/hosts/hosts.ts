import { serialize } from 'node:v8';

import type { RunnerOptions } from '../session/session-runner.ts';
import type { Host } from './host.ts';
import { InlineHost } from './inline-host.ts';
import { ProcessHost } from './process-host.ts';
import { WorkerHost } from './worker-host.ts';

/** Opens a session. */
interface HostOpener {
  open(options: RunnerOptions): Promise<Host>;
}

/** Session openers by isolation; the first is the default. */
export const hosts: Readonly<Record<'worker' | 'process' | 'inline', HostOpener>> = {
  worker: WorkerHost,
  process: ProcessHost,
  inline: InlineHost,
};

/** Throws for a value that cannot be sent to the worker or child process of a session. */
export function requireSendable(value: unknown, isolation: keyof typeof hosts): void {
  if (isolation === 'worker') structuredClone(value);
  // A child process shares no memory, so some values that can be cloned cannot be sent to it.
  if (isolation === 'process') serialize(value);
}
