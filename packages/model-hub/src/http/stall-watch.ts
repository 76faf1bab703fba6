import { followSignal } from '@x/core';
import type { Clock } from './clock.ts';

/** Aborts a request that receives no data. */
export interface StallWatch extends Disposable {
  /** Signal for the request. It aborts on a stall, or with the caller's reason. */
  readonly signal: AbortSignal;
  /** True after the time has run out. */
  readonly isStalled: boolean;
  /** Restarts the timer. */
  start(): void;
  /** Stops the timer while no data is expected. */
  stop(): void;
}

/** Creates a watch that follows `signal`. Dispose of it to remove its listener and its timer. */
export function createStallWatch(
  signal: AbortSignal,
  { clock, timeoutMs }: { readonly clock: Clock; readonly timeoutMs: number },
): StallWatch {
  const own = followSignal(signal);
  let isStalled = false;
  let cancelTimer: (() => void) | undefined;
  return {
    signal: own.signal,
    get isStalled() {
      return isStalled;
    },
    start() {
      cancelTimer?.();
      cancelTimer = clock.startTimer(timeoutMs, () => {
        isStalled = true;
        own.abort(new DOMException(`No data arrived for ${timeoutMs} ms.`, 'TimeoutError'));
      });
    },
    stop() {
      cancelTimer?.();
    },
    [Symbol.dispose]() {
      cancelTimer?.();
      own[Symbol.dispose]();
    },
  };
}
