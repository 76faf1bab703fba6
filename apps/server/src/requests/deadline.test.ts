import { getEventListeners } from 'node:events';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Deadline } from './deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('aborts when the time is up', () => {
  const deadline = new Deadline(new AbortController().signal, 100);
  vi.advanceTimersByTime(99);
  expect([deadline.signal.aborted, deadline.isPast]).toEqual([false, false]);
  vi.advanceTimersByTime(1);
  expect([deadline.signal.aborted, deadline.isPast]).toEqual([true, true]);
  expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' });
});

it("aborts with the client's own reason when it is gone, before or on the way, and is then never past", () => {
  const client = new AbortController();
  const deadline = new Deadline(client.signal, 100);
  client.abort('gone');
  vi.advanceTimersByTime(100);
  expect([deadline.signal.reason, deadline.isPast]).toEqual(['gone', false]);
  expect(new Deadline(client.signal, 100).signal.reason).toBe('gone');
});

it('leaves no timer and no listener behind', () => {
  const client = new AbortController();
  const deadline = new Deadline(client.signal, 100);
  deadline.end();
  deadline.end();
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(client.signal, 'abort')).toHaveLength(0);
  expect(deadline.signal.aborted).toBe(false);
});
