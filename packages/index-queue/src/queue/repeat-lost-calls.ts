import { isConnectionCode } from '@x/core';

import type { Clock } from './queue-port.ts';

const firstPauseMs = 50;
const longestPauseMs = 2000;

/** Codes of PostgreSQL that stops or starts, or loses a connection. */
const lostCodes = /^(?:57P0[123]|08\w{3})$/;

/** Messages of pg's errors without a code. */
const lostMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Returns whether a call of PostgreSQL failed because the connection was lost. A wrong password or a missing database is no such reason. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // A server that is down has no Unix socket.
  if (code === 'ENOENT') return syscall === 'connect';
  if (typeof code === 'string') return isConnectionCode(code) || lostCodes.test(code);
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isLostConnection);
  return lostMessages.test(error.message);
}

/** Repeats calls whose connection was lost until it is back. ioredis does this by itself, and pg does not. */
export class LostCalls {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** Settles when the last waiting call has ended. */
  #last: Promise<unknown> | undefined;

  /** The repetition ends when the signal aborts. */
  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /**
   * Settles as the first call of `work` that does not lose its connection. Calls are repeated one after the other, and new ones wait for them, so that an
   * old write never follows a newer one.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#last === undefined) {
      try {
        return await work();
      } catch (error) {
        if (!isLostConnection(error)) throw error;
      }
    }
    const turn = this.#afterLast(work);
    const last = turn.catch(() => {});
    this.#last = last;
    try {
      return await turn;
    } finally {
      if (this.#last === last) this.#last = undefined;
    }
  }

  async #afterLast<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#last;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      this.#signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!isLostConnection(error)) throw error;
      }
      await this.#clock.sleep(pauseMs, this.#signal);
    }
  }
}
