import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDeadline } from './deadline.ts';

describe('startDeadline', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('aborts when the time is up', () => {
    using deadline = startDeadline(1000, undefined);
    vi.advanceTimersByTime(999);
    expect([deadline.signal.aborted, deadline.hasPassed]).toEqual([false, false]);
    vi.advanceTimersByTime(1);
    expect([deadline.signal.aborted, deadline.hasPassed]).toEqual([true, true]);
  });

  it("aborts with the caller's reason, at once when it was aborted before", () => {
    const controller = new AbortController();
    using later = startDeadline(1000, controller.signal);
    controller.abort('enough');
    using before = startDeadline(1000, controller.signal);
    vi.advanceTimersByTime(2000);
    for (const deadline of [later, before]) {
      expect([deadline.signal.reason, deadline.hasPassed]).toEqual(['enough', false]);
    }
  });

  it('leaves neither a timer nor a listener', () => {
    const controller = new AbortController();
    {
      using deadline = startDeadline(1000, controller.signal);
      expect(deadline.signal.aborted).toBe(false);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    }
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
