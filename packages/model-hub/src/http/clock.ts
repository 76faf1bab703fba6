import { setTimeout as wait } from 'node:timers/promises';

/** Time and chance, so that whoever tests a failing network need not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 up to, but not including, 1. */
  random(): number;
  /** Resolves after so many milliseconds; rejects with the signal's own reason. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Runs `action` after so many milliseconds, unless the function that it returns is called before. */
  startTimer(milliseconds: number, action: () => void): () => void;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(milliseconds, signal) {
    await wait(milliseconds, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  },
  startTimer(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
