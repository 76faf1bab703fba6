import { onTestFinished, vi } from 'vitest';

/** A clock on which a look takes three milliseconds, so that all steps are long. */
export function slowTheClock(): void {
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 3));
  onTestFinished(async () => {
    clock.mockRestore();
    await turnOfTheNextTest();
  });
}

/** A turn that began on another clock ends here. */
export function turnOfTheNextTest(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** How often the event loop turns until a call is done, on a clock where all steps are long. */
export async function countTurns(call: () => Promise<unknown>): Promise<number> {
  slowTheClock();
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await call();
  isDone = true;
  return turns;
}
