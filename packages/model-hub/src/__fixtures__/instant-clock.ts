import type { Clock } from '../http/clock.ts';

/** Creates a clock whose sleeps end immediately and advance it. Its timers never fire. `sleeps` contains the waits in milliseconds. */
export function instantClock(random: () => number = () => 0.5): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  let now = Date.now();
  return {
    sleeps,
    now: () => now,
    random,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      sleeps.push(milliseconds);
      now += milliseconds;
      // Other tasks get a turn, as during a real sleep.
      await new Promise((resolve) => setImmediate(resolve));
    },
    startTimer: () => () => undefined,
  };
}
