import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Turns } from './turns.ts';

describe('Turns', () => {
  let now = 0;

  beforeEach(() => {
    now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['4 milliseconds', {}, 4],
    ['the given milliseconds', { turnMs: 2 }, 2],
  ])('are spent after %s, and begin again with the next turn', async (_, options, turnMs) => {
    const turns = new Turns(options);
    now += turnMs - 1;
    expect(turns.isSpent()).toBe(false);
    now += 1;
    expect(turns.isSpent()).toBe(true);
    await turns.next();
    expect(turns.isSpent()).toBe(false);
  });

  it('let other work run before the next turn', async () => {
    const other = vi.fn();
    setImmediate(other);
    await new Turns().next();
    expect(other).toHaveBeenCalledOnce();
  });

  it('reject with the reason of a signal that aborts before the next turn begins', async () => {
    const controller = new AbortController();
    const next = new Turns({ signal: controller.signal }).next();
    controller.abort('enough');
    await expect(next).rejects.toBe('enough');
  });
});
