import { getEventListeners } from 'node:events';

import { expect, it, vi } from 'vitest';

import { withinTime } from './within-time.ts';

it('passes the signal on when there is no limit', async () => {
  const { signal } = new AbortController();
  expect(await withinTime((given) => Promise.resolve(given), { signal })).toBe(signal);
});

it('rejects with a TimeoutError after the timeout, even if the work ignores the signal', async () => {
  vi.useFakeTimers();
  try {
    let given: AbortSignal | undefined;
    const work = withinTime(
      (signal) => {
        given = signal;
        return new Promise(() => {});
      },
      { timeoutMs: 50 },
    );
    const outcome = expect(work).rejects.toMatchObject({ name: 'TimeoutError', message: /50 ms/ });
    vi.advanceTimersByTime(50);
    await outcome;
    expect(given!.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('rejects with the reason of the outer signal, and leaves no listener and no timer', async () => {
  vi.useFakeTimers();
  try {
    const controller = new AbortController();
    const reason = new Error('enough');
    const work = withinTime(() => new Promise(() => {}), { timeoutMs: 50, signal: controller.signal });
    const outcome = expect(work).rejects.toBe(reason);
    controller.abort(reason);
    await outcome;
    const done = await withinTime(() => Promise.resolve('done'), {
      timeoutMs: 50,
      signal: new AbortController().signal,
    });
    expect(done).toBe('done');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    await expect(withinTime(() => Promise.resolve(1), { timeoutMs: 9, signal: controller.signal })).rejects.toBe(
      reason,
    );
  } finally {
    vi.useRealTimers();
  }
});
