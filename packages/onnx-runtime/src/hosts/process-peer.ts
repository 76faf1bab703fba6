import type { ChildProcess } from 'node:child_process';

import type { Peer, PeerListener } from './session-link.ts';
import type { Request, Response } from './session-protocol.ts';

type Control = NonNullable<ChildProcess['channel']>;

/** A child process with an IPC channel, as a {@link Peer}. */
export class ProcessPeer implements Peer {
  readonly #child: ChildProcess;
  #killedFor: string | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** True once the process accepts no more requests; its last answers may still arrive. */
  get isGone(): boolean {
    const { connected, exitCode, signalCode } = this.#child;
    return !connected || exitCode !== null || signalCode !== null;
  }

  /** Kills the process in any state, even when it is stopped. Its pending requests fail with this reason. */
  kill(reason: string): void {
    this.#killedFor ??= reason;
    this.#child.kill('SIGKILL');
  }

  send(request: Request): void {
    // A failed send means that the process is ending. The end is awaited anyway and reports why.
    this.#child.send(request, () => {});
  }

  // In Bun the channel has neither method, and does not keep a program alive.
  ref(): void {
    this.#child.ref();
    (this.#child.channel as Partial<Control> | undefined)?.ref?.();
  }

  unref(): void {
    this.#child.unref();
    (this.#child.channel as Partial<Control> | undefined)?.unref?.();
  }

  listen({ onResponse, onFailure, onEnd }: PeerListener): void {
    this.#child.on('message', (response) => onResponse(response as Response));
    this.#child.on('error', (cause) => {
      if (this.#child.pid !== undefined) return;
      onFailure(`its process could not be started: ${cause.message}. The next call tries again.`, cause);
      onEnd();
    });
    const end = (code: number | null, signal: string | null): void => {
      onFailure(this.#killedFor ?? `its process ${endOf(code, signal)}. The next call starts a new one.`);
      onEnd();
    };
    // The last answers may arrive after 'exit', but never after 'close'.
    this.#child.once('close', end);
    // Deno never emits 'close' for a process that was sent a message while it was ending (2.9).
    this.#child.once('exit', (code, signal) => {
      // If this thread was busy for that long, the messages that have arrived are read before the immediate runs.
      const timer = setTimeout(() => setImmediate(end, code, signal), longestWayMs);
      this.#child.once('close', () => clearTimeout(timer));
    });
  }
}

/** All messages of an ended process arrive within this time. */
const longestWayMs = 500;

function endOf(code: number | null, signal: string | null): string {
  return signal === null ? `ended with code ${code}` : `was ended by the signal ${signal}`;
}
