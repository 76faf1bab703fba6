// How long scans may keep the event loop to themselves, all of them together.
const turnMs = 8;

/** When this turn's first scan began; `undefined` when none has run in it. */
let turnStart: number | undefined;

/** Scans that wait for a turn, in the order in which they asked. */
const waiting: (() => void)[] = [];

/**
 * Whether scans have used up their share of this turn of the event loop: time for {@link nextTurn}.
 *
 * The share is one for the whole process, because ten scans of a few milliseconds each hold everything else up as long as
 * one long one.
 */
export function isTurnSpent(): boolean {
  const now = performance.now();
  if (turnStart === undefined) startTurn(now);
  return now - turnStart! >= turnMs;
}

/** Resolves in a later turn of the event loop; one waiting scan goes on in each. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (turnStart === undefined) startTurn(performance.now());
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

// How long steps may take together between two looks at the clock, and how many they are at most: long steps may follow short
// ones.
const lookMs = 1;
const mostSteps = 16;

/**
 * The turns that one piece of long work takes. It asks before each of its steps, however many and however small:
 * `if (turns.isSpent()) await turns.next()`. The clock is looked at as seldom as the length of the steps allows.
 */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #stepsPerLook = 1;
  #stepsLeft = 1;
  #lastLook = performance.now();

  /** A `signal` ends the work at its next turn; one that is aborted already is thrown for at once. */
  constructor(signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.#signal = signal;
  }

  /** Whether it is time for {@link Turns.next}. */
  isSpent(): boolean {
    if (--this.#stepsLeft > 0) return false;
    const now = performance.now();
    const areShort = now - this.#lastLook < lookMs;
    this.#stepsPerLook = areShort ? Math.min(2 * this.#stepsPerLook, mostSteps) : Math.ceil(this.#stepsPerLook / 4);
    this.#stepsLeft = this.#stepsPerLook;
    this.#lastLook = now;
    return isTurnSpent() || this.#signal?.aborted === true;
  }

  /** Has the clock looked at in the next step again, because what follows has steps of another length. */
  changeSteps(): void {
    this.#stepsPerLook = 1;
    this.#stepsLeft = 1;
  }

  /** Resolves in a later turn. Rejects with the signal's reason once it is aborted. */
  async next(): Promise<void> {
    this.#signal?.throwIfAborted();
    await nextTurn();
    this.#signal?.throwIfAborted();
    this.#lastLook = performance.now();
  }
}

/** Work in short steps, each as far as the next `yield`; between two of them the event loop may turn. Returns the result. */
export type Steps<T> = Generator<void, T, void>;

/** Does work in steps, as many in a turn of the event loop as have room there. */
export async function inTurns<T>(steps: Steps<T>, turns: Turns): Promise<T> {
  turns.changeSteps();
  let step = steps.next();
  while (step.done !== true) {
    if (turns.isSpent()) await turns.next();
    step = steps.next();
  }
  turns.changeSteps();
  return step.value;
}

/** Does all steps in a row. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** Whether what may have been done at once takes steps. A result is no list. */
export function isSteps<T extends object>(work: T | Steps<T> | undefined): work is Steps<T> {
  return work !== undefined && Symbol.iterator in work;
}

/** The result of work that was done at once, or that takes steps. */
export function* finish<T extends object>(work: T | Steps<T>): Steps<T> {
  return isSteps(work) ? yield* work : work;
}

/** Does work as far as its first step; returns what is left of it, if anything. */
export function begin(steps: Steps<void>): Steps<void> | undefined {
  return steps.next().done === true ? undefined : steps;
}

// So many short items are mapped in one step.
const itemsPerStep = 256;

/** Maps a list in steps of many short items, or of as many as `perStep` says. Unlike `map` of arrays it visits holes. */
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

/** Maps a list of items each of which takes steps of its own; so many of the shortest are one step. */
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

// So many are sorted at once.
const runLength = 2048;

/** The items in order, equal ones as they came. */
export function sortInTurns<T>(items: readonly T[], compare: (a: T, b: T) => number, turns: Turns): Promise<T[]> {
  return inTurns(sortInSteps(items, compare), turns);
}

/** {@link sortInTurns} for work in steps. */
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
