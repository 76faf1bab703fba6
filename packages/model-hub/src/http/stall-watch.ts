import { followSignal } from '@x/core';
import type { Clock } from './clock.ts';

/** Aborts a request from which nothing comes. */
export interface StallWatch extends Disposable {
  /** For the request: aborted on a stall, or with the caller's own reason. */
  readonly signal: AbortSignal;
  /** True once time ran out. */
  readonly isStalled: boolean;
  /** Starts the time anew. */
  start(): void;
  /** Stops it, while the other side has nothing to deliver. */
  stop(): void;
}

/** A watch that follows `signal`; dispose it, so that no listener and no timer stays. */
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
        own.abort(new DOMException(`No byte came for ${timeoutMs} ms.`, 'TimeoutError'));
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
