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
