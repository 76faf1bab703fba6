import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { atOnce, isTurnSpent, mapInSteps, waitForScanTurn, sortInTurns, Turns } from './event-loop-turns.ts';

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

test('sorts long lists as a stable sort does', async () => {
  vi.useRealTimers();
  const property = fc.asyncProperty(fc.integer({ min: 0, max: 9000 }), fc.nat(), async (length, seed) => {
    const items = Array.from({ length }, (_, index) => ({ key: (index * 7919 + seed) % 50, index }));
    const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
    expect(await sortInTurns(items, compare, new Turns())).toEqual(items.toSorted(compare));
  });
  await fc.assert(property, { numRuns: 30 });
});

test('maps a list in steps as a loop does, including holes', () => {
  const steps = mapInSteps(Array<number>(10), (item, index) => [item, index], 3);
  expect(steps.next()).toEqual({ done: false, value: undefined });
  expect(atOnce(steps)).toEqual(Array.from({ length: 10 }, (_, index) => [undefined, index]));
  const property = fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (items, perStep) => {
    expect(atOnce(mapInSteps(items, (item, index) => item - index, perStep))).toEqual(
      items.map((item, index) => item - index),
    );
  });
  fc.assert(property);
});
