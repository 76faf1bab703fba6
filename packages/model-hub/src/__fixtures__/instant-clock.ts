import type { Clock } from '../http/clock.ts';

/** A clock whose sleeps end at once, but advance it; timers never fire. `sleeps` are the waits in milliseconds. */
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
      // The other side gets its turn: a real sleep would let it, too.
      await new Promise((resolve) => setImmediate(resolve));
    },
    startTimer: () => () => undefined,
  };
}
