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
