import type { Turns } from './turns.ts';

/** Work in short steps, each of which ends at a `yield`. Between two steps the event loop may turn. Returns the result. */
export type Steps<T> = Generator<void, T, void>;

/**
 * Runs work in steps, with as many steps in each turn of the event loop as its time share allows. It checks the time before the
 * first step, too. A loop of calls therefore yields, even when none of its works has a second step.
 */
export async function runInTurns<T>(steps: Steps<T>, turns: Turns): Promise<T> {
  turns.changeSteps();
  if (turns.isSpent()) await turns.next();
  let step = steps.next();
  while (step.done !== true) {
    if (turns.isSpent()) await turns.next();
    step = steps.next();
  }
  turns.changeSteps();
  return step.value;
}

/** Runs all steps without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Returns whether work is unfinished steps rather than a result. A result must not be iterable. */
export function isSteps<T extends object>(work: T | Steps<T> | undefined): work is Steps<T> {
  return work !== undefined && Symbol.iterator in work;
}

/** Returns the result of work that is either already done or still takes steps. */
export function* finish<T extends object>(work: T | Steps<T>): Steps<T> {
  return isSteps(work) ? yield* work : work;
}

/** Runs work up to its first `yield`. Returns the remaining steps, or `undefined` when it is done. */
export function begin(steps: Steps<void>): Steps<void> | undefined {
  return steps.next().done === true ? undefined : steps;
}

// Short items that are mapped in one step.
const itemsPerStep = 256;

/** Maps a list in steps of `perStep` items each. Unlike `map` of arrays, it visits holes. */
export function* mapInSteps<T, U>(
  items: ArrayLike<T>,
  map: (item: T, index: number) => U,
  perStep: number = itemsPerStep,
): Steps<U[]> {
  const mapped: U[] = [];
  for (let index = 0; index < items.length; index++) {
    if (index % perStep === 0) yield;
    mapped.push(map(items[index]!, index));
  }
  return mapped;
}

/**
 * Maps a list whose items have steps of their own. Yields once more after every `perStep` items, because short items may have no steps.
 */
export function* mapLongInSteps<T, U>(
  items: readonly T[],
  map: (item: T, index: number) => Steps<U>,
  perStep = 1,
): Steps<U[]> {
  const mapped: U[] = [];
  for (let index = 0; index < items.length; index++) {
    if (index % perStep === perStep - 1) yield;
    mapped.push(yield* map(items[index]!, index));
  }
  return mapped;
}
