import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { isTurnSpent, nextTurn } from './event-loop-turns.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setImmediate'] });
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

test('a turn is spent after some milliseconds, whoever used them, and the next one is not', () => {
  expect(isTurnSpent()).toBe(false);
  const spend = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000);
  expect(isTurnSpent()).toBe(true);
  spend.mockRestore();
  vi.runAllTimers();
  expect(isTurnSpent()).toBe(false);
});

test('those who wait go on one by one, each in a turn of its own, in the order in which they asked', async () => {
  const order: string[] = [];
  const waiting = ['first', 'second', 'third'].map((name) => nextTurn().then(() => order.push(name)));
  expect(order).toEqual([]);
  for (const expected of [['first'], ['first', 'second'], ['first', 'second', 'third']]) {
    await vi.advanceTimersToNextTimerAsync();
    expect(order).toEqual(expected);
  }
  await Promise.all(waiting);
});
