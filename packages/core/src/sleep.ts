import { onAbort } from './signals.ts';

/**
 * Resolves after this many milliseconds, or rejects with the signal's reason as soon as it aborts. Neither a timer nor a listener remains.
 *
 * @example
 * await sleep(250, signal);
 */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let listening: Disposable | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(resolve, milliseconds);
      listening = onAbort(signal, reject);
    });
  } finally {
    clearTimeout(timer);
    listening?.[Symbol.dispose]();
  }
}
