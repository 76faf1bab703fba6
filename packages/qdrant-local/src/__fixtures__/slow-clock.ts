import { onTestFinished, vi } from 'vitest';

/** Mocks a clock on which each reading takes `lookMs` milliseconds, 3 by default, so that all steps are long. */
export function slowTheClock(lookMs: number = 3): void {
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += lookMs));
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
