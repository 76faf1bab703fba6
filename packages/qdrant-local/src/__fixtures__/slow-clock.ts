import { onTestFinished, vi } from 'vitest';

/** Mocks a clock on which each reading takes `readingMs` milliseconds, 3 by default, so that all steps are long. */
export function slowTheClock(readingMs: number = 3): void {
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += readingMs));
  onTestFinished(async () => {
    clock.mockRestore();
    await turnOfTheNextTest();
  });
}

/** Waits for the next turn of the event loop, so that a turn that began on the mocked clock cannot affect the next test. */
export function turnOfTheNextTest(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Returns how often the event loop turns until a call is done, on a clock where all steps are long. */
export async function countTurns(call: () => Promise<unknown>): Promise<number> {
  slowTheClock();
  let turns = 0;
  await atEachTurn(() => turns++, call);
  return turns;
}

/**
 * Returns how often methods of an object are called, at most, within one turn of the event loop until `run` is done. On the mocked
 * clock, each of these calls takes `callMs` milliseconds and nothing else takes time.
 */
export async function mostCallsInOneTurn<T extends object>(
  prototype: T,
  { methods, callMs, run }: { methods: readonly (keyof T)[]; callMs: number; run: () => Promise<unknown> },
): Promise<number> {
  let now = performance.now();
  let [most, calls] = [0, 0];
  const spies = methods.map((method) => {
    const original = prototype[method] as (...args: unknown[]) => unknown;
    return vi.spyOn(prototype, method as never).mockImplementation(function (this: T, ...args: unknown[]) {
      now += callMs;
      calls++;
      return original.apply(this, args);
    } as never);
  });
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const look = (): void => {
    [most, calls] = [Math.max(most, calls), 0];
  };
  try {
    await atEachTurn(look, run);
  } finally {
    for (const spy of [clock, ...spies]) spy.mockRestore();
    await turnOfTheNextTest();
  }
  return Math.max(most, calls);
}

/** Calls `look` in each turn of the event loop until a call is done. */
export async function atEachTurn<T>(look: () => void, call: () => Promise<T>): Promise<T> {
  let isDone = false;
  const turn = (): void => {
    look();
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const result = await call();
  isDone = true;
  return result;
}
