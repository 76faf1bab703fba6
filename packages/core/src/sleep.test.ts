import { getEventListeners } from 'node:events';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { sleep } from './sleep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('sleep', () => {
  it('resolves after its time, and leaves no listener', async () => {
    const { signal } = new AbortController();
    let isOver = false;
    const sleeping = sleep(1000, signal).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it("rejects with the signal's reason when it aborts, and leaves neither a timer nor a listener", async () => {
    const controller = new AbortController();
    const sleeping = sleep(1000, controller.signal);
    controller.abort('enough');
    await expect(sleeping).rejects.toBe('enough');
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('rejects at once when the signal is already aborted', async () => {
    await expect(sleep(1000, AbortSignal.abort('enough'))).rejects.toBe('enough');
    expect(vi.getTimerCount()).toBe(0);
  });
});
