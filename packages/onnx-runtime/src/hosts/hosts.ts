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

/** What opens a session, by where it lives; the first is the default. */
export const hosts: Readonly<Record<'worker' | 'process' | 'inline', HostOpener>> = {
  worker: WorkerHost,
  process: ProcessHost,
  inline: InlineHost,
};

/** Throws for a value that cannot be sent to where a session lives. */
export function requireSendable(value: unknown, isolation: keyof typeof hosts): void {
  if (isolation === 'worker') structuredClone(value);
  // Processes share no memory, so not all that can be cloned can be sent there.
  if (isolation === 'process') serialize(value);
}
