import { followSignal, nextTurn, SourceReader, untilAborted } from '@x/core';

import type { Clock } from '../queue/queue-port.ts';
import type { Unit } from './units-of.ts';

/** Units to add in one call. */
export interface Part {
  readonly units: readonly Unit[];
  /** Whether this part is the last of its group. Groups depend only on the source; parts also on its speed. */
  readonly isLast: boolean;
}

/** Maximum units per group. Large units make smaller groups. */
const unitsOfGroup = 256;
const charactersOfGroup = 4 * 1024 * 1024;
/** Milliseconds after which units no longer wait for the rest of their group. */
const mostWaitMs = 1000;

/**
 * Yields units in groups, or in parts of a group when the source is slow. Gives way to the event loop after each unit.
 *
 * @throws the signal's reason as soon as it aborts, even while the source is awaited. The source then ends when its pending read does.
 */
export async function* partsOf(
  units: AsyncIterable<Unit>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal | undefined },
): AsyncGenerator<Part, void, undefined> {
  const source = new SourceReader(units);
  let [count, characters, since] = [0, 0, 0];
  let waiting: Unit[] = [];
  const take = (isLast: boolean): Part => {
    const part = { units: waiting, isLast };
    waiting = [];
    if (isLast) [count, characters] = [0, 0];
    return part;
  };
  try {
    while (true) {
      const next = Promise.resolve(source.next());
      const isReady = await isReadySoon(next, { clock, signal, ms: waiting.length > 0 ? mostWaitMs : 0 });
      if (!isReady && waiting.length > 0) yield take(false);
      const { done, value } = await untilAborted(next, signal);
      if (done) break;
      if (waiting.length === 0) since = clock.now();
      waiting.push(value);
      count++;
      characters += value.json.length;
      if (count >= unitsOfGroup || characters >= charactersOfGroup) yield take(true);
      else if (clock.now() - since >= mostWaitMs) yield take(false);
    }
    if (count > 0) yield take(true);
  } finally {
    await source.close();
  }
}

/** Returns whether a promise settles in this turn of the event loop, or within a time. */
async function isReadySoon(
  next: Promise<unknown>,
  { clock, signal, ms }: { readonly clock: Clock; readonly signal: AbortSignal | undefined; readonly ms: number },
): Promise<boolean> {
  let isReady = false;
  const ready = next.then(
    () => void (isReady = true),
    () => void (isReady = true),
  );
  // The next unit of a source in memory is ready after this turn, so no timer is started for it.
  await nextTurn();
  if (isReady || ms === 0) return isReady;
  using own = followSignal(signal);
  // The caller checks the signal.
  await Promise.race([ready, clock.sleep(ms, own.signal)]).catch(() => {});
  own.abort();
  return isReady;
}
