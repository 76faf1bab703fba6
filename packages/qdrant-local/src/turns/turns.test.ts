import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { isTurnSpent, waitForScanTurn, Turns } from './turns.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setImmediate'] });
});

afterEach(() => {
  if (vi.isFakeTimers()) vi.runAllTimers();
  vi.useRealTimers();
});

test('a turn is spent after some milliseconds, whichever work used them, and the next turn is not', () => {
  expect(isTurnSpent()).toBe(false);
  const spend = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000);
  expect(isTurnSpent()).toBe(true);
  spend.mockRestore();
  vi.runAllTimers();
  expect(isTurnSpent()).toBe(false);
});

test('waiting callers continue in the order of their calls, each in its own turn', async () => {
  const order: string[] = [];
  const waiting = ['first', 'second', 'third'].map((name) => waitForScanTurn().then(() => order.push(name)));
  expect(order).toEqual([]);
  for (const expected of [['first'], ['first', 'second'], ['first', 'second', 'third']]) {
    await vi.advanceTimersToNextTimerAsync();
    expect(order).toEqual(expected);
  }
  await Promise.all(waiting);
});

describe('the turns of one piece of work', () => {
  test('read the clock rarely while steps are short, and at each step while they are long', () => {
    let now = 0;
    const look = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const turns = new Turns();
    for (let step = 0; step < 100_000; step++) turns.isSpent();
    expect(look.mock.calls.length).toBeLessThan(20_000);
    const isSpent = Array.from({ length: 5000 }, () => {
      now += 20;
      return turns.isSpent();
    });
    // After a reading finds that steps are long, the next readings come sooner.
    expect(isSpent.slice(-100)).not.toContain(false);
    look.mockRestore();
  });

  test('end with the reason of an aborted signal, but not before a turn is due', async () => {
    const controller = new AbortController();
    const turns = new Turns(controller.signal);
    controller.abort(new Error('enough'));
    expect(turns.isSpent()).toBe(true);
    await expect(turns.next()).rejects.toThrow('enough');
  });
});
