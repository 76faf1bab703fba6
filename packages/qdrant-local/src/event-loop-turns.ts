// Milliseconds that all scans together may use in one turn of the event loop. The last step, garbage collection and the work of
// others follow in the same turn, which must end within 8 ms.
const turnMs = 4;

/** When this turn's first scan began; `undefined` when none has run in it. */
let turnStart: number | undefined;

/** Scans that wait for a turn, in the order of their calls. */
const waiting: (() => void)[] = [];

/**
 * Returns whether scans have used up their share of this turn of the event loop. If so, call {@link waitForScanTurn}.
 *
 * The whole process has one share, because ten scans of a few milliseconds each block everything else for as long as one long
 * scan.
 */
export function isTurnSpent(): boolean {
  beginTurn();
  return performance.now() - turnStart! >= turnMs;
}

/** Counts the rest of this turn of the event loop as work of scans, as the first {@link isTurnSpent} of a turn does. */
export function beginTurn(): void {
  if (turnStart === undefined) startTurn(performance.now());
}

/** Resolves in a later turn of the event loop. One waiting scan continues in each turn. */
export function waitForScanTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    beginTurn();
  });
}

function startTurn(now: number): void {
  turnStart = now;
  setImmediate(endTurn);
}

function endTurn(): void {
  turnStart = undefined;
  const goOn = waiting.shift();
  if (goOn === undefined) return;
  startTurn(performance.now());
  goOn();
}

// The target time between two readings of the clock, and the maximum number of steps between them. The maximum is low because
// long steps may follow short ones.
const clockCheckMs = 1;
const mostSteps = 16;

/**
 * The turns of one piece of long work. The work checks before each of its steps, however small:
 * `if (turns.isSpent()) await turns.next()`. The clock is read as rarely as the length of the steps allows.
 */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #stepsPerCheck = 1;
  #stepsLeft = 1;
  #lastCheck = performance.now();

  /** An aborted `signal` stops the work at its next turn. If it is already aborted, the constructor throws. */
  constructor(signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.#signal = signal;
  }

  /** Returns whether it is time for {@link Turns.next}. */
  isSpent(): boolean {
    if (--this.#stepsLeft > 0) return false;
    const now = performance.now();
    const areShort = now - this.#lastCheck < clockCheckMs;
    this.#stepsPerCheck = areShort ? Math.min(2 * this.#stepsPerCheck, mostSteps) : Math.ceil(this.#stepsPerCheck / 4);
    this.#stepsLeft = this.#stepsPerCheck;
    this.#lastCheck = now;
    return isTurnSpent() || this.#signal?.aborted === true;
  }

  /** Makes the next step read the clock again, because the following steps have another length. */
  changeSteps(): void {
    this.#stepsPerCheck = 1;
    this.#stepsLeft = 1;
  }

  /** Resolves in a later turn. Rejects with the signal's reason once it is aborted. */
  async next(): Promise<void> {
    this.#signal?.throwIfAborted();
    await waitForScanTurn();
    this.#signal?.throwIfAborted();
    this.#lastCheck = performance.now();
  }
}

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

// Items sorted at once.
const runLength = 2048;

/** Returns the items in order. The sort is stable. */
export function sortInTurns<T>(items: readonly T[], compare: (a: T, b: T) => number, turns: Turns): Promise<T[]> {
  return runInTurns(sortInSteps(items, compare), turns);
}

/** {@link sortInTurns} as work in steps. */
export function* sortInSteps<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += runLength) {
    yield;
    runs.push(items.slice(from, from + runLength).toSorted(compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      const [left, right = []] = runs.slice(index, index + 2) as [T[], T[]?];
      merged.push(yield* merge(left, right, compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(left: T[], right: T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const merged: T[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    if (merged.length % itemsPerStep === 0) yield;
    const isLeft = r === right.length || (l < left.length && compare(left[l]!, right[r]!) <= 0);
    merged.push(isLeft ? left[l++]! : right[r++]!);
  }
  return merged;
}
