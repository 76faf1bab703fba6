import { sleep } from '@x/core';

/** Time and random numbers. Tests of a failing network replace them, so that they need not wait. */
export interface Clock {
  /** Returns the milliseconds since 1970. */
  now(): number;
  /** Returns a random number from 0 up to, but not including, 1. */
  random(): number;
  /** Resolves after this many milliseconds. Rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Runs `action` after this many milliseconds. The returned function cancels the timer. */
  startTimer(milliseconds: number, action: () => void): () => void;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep,
  startTimer(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
