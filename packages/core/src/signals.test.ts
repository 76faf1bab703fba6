import { getEventListeners, getMaxListeners, setMaxListeners } from 'node:events';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { followSignal, onAbort, untilAborted } from './signals.ts';
import { deferred } from './testing/deferred.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const listenersOf = ({ signal }: AbortController): number => getEventListeners(signal, 'abort').length;

/** Any value can be a reason, except `undefined`, which a controller replaces with its own error. */
const reasons = fc.anything().filter((reason) => reason !== undefined);

describe('onAbort', () => {
  it('runs the action once, with the same reason, whether the signal aborts later or is already aborted', () => {
    fc.assert(
      fc.property(reasons, (reason) => {
        const controller = new AbortController();
        const heard: unknown[] = [];
        const listen = (): Disposable => onAbort(controller.signal, (value) => heard.push(value));
        listen();
        controller.abort(reason);
        controller.abort('again');
        listen();
        expect(heard).toHaveLength(2);
        for (const value of heard) expect(value).toBe(reason);
      }),
    );
  });

  it('leaves no listener and does not run the action after disposal', () => {
    const controller = new AbortController();
    const heard: unknown[] = [];
    const listening = onAbort(controller.signal, (value) => heard.push(value));
    expect(listenersOf(controller)).toBe(1);
    listening[Symbol.dispose]();
    listening[Symbol.dispose]();
    expect(listenersOf(controller)).toBe(0);
    controller.abort();
    expect(heard).toEqual([]);
  });

  it('lets a signal have many listeners without a warning of a leak', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const { signal } = new AbortController();
    const following = Array.from({ length: 100 }, () => onAbort(signal, () => {}));
    // Warnings are emitted on the next tick.
    await new Promise((resolve) => process.nextTick(resolve));
    process.off('warning', warned);
    for (const one of following) one[Symbol.dispose]();
    expect(warned).not.toHaveBeenCalled();
  });

  it('keeps the limit of listeners that the owner of a signal has set', () => {
    const { signal } = new AbortController();
    setMaxListeners(3, signal);
    using _ = onAbort(signal, () => {});
    expect(getMaxListeners(signal)).toBe(3);
  });

  it('never runs the action without a signal', () => {
    const action = vi.fn();
    const listening = onAbort(undefined, action);
    listening[Symbol.dispose]();
    expect(action).not.toHaveBeenCalled();
  });
});

describe('followSignal', () => {
  it('aborts with the reason of the followed signal, even if that is already aborted', () => {
    fc.assert(
      fc.property(reasons, (reason) => {
        const controller = new AbortController();
        using later = followSignal(controller.signal, { timeoutMs: 1000 });
        expect(later.signal.aborted).toBe(false);
        controller.abort(reason);
        using before = followSignal(controller.signal, { timeoutMs: 1000 });
        vi.advanceTimersByTime(2000);
        for (const own of [later, before]) {
          expect(own.signal.reason).toBe(reason);
          expect(own.isTimedOut).toBe(false);
        }
      }),
    );
  });

  it('aborts with a TimeoutError when the time is up, not earlier', () => {
    using own = followSignal(undefined, { timeoutMs: 1000 });
    vi.advanceTimersByTime(999);
    expect([own.signal.aborted, own.isTimedOut]).toEqual([false, false]);
    vi.advanceTimersByTime(1);
    expect([own.signal.aborted, own.isTimedOut]).toEqual([true, true]);
    expect(own.signal.reason).toMatchObject({ name: 'TimeoutError', message: expect.stringContaining('1000 ms') });
  });

  it.each([undefined, 2 ** 31, Number.POSITIVE_INFINITY])('starts no timer for a limit of %s', (timeoutMs) => {
    using own = followSignal(undefined, { timeoutMs });
    expect(vi.getTimerCount()).toBe(0);
    expect(own.signal.aborted).toBe(false);
  });

  it('rejects a time limit of NaN', () => {
    expect(() => followSignal(undefined, { timeoutMs: Number.NaN })).toThrow('timeoutMs must be a number');
  });

  it('aborts without aborting the followed signal', () => {
    const controller = new AbortController();
    using own = followSignal(controller.signal, { timeoutMs: 1000 });
    own.abort('mine');
    controller.abort('theirs');
    vi.advanceTimersByTime(1000);
    expect([own.signal.reason, own.isTimedOut, controller.signal.reason]).toEqual(['mine', false, 'theirs']);
  });

  it('leaves no timer and no listener', () => {
    const controller = new AbortController();
    {
      using own = followSignal(controller.signal, { timeoutMs: 1000 });
      expect(own.signal.aborted).toBe(false);
      expect([listenersOf(controller), vi.getTimerCount()]).toEqual([1, 1]);
    }
    expect([listenersOf(controller), vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('lets its own signal have many listeners', () => {
    using own = followSignal(undefined);
    expect(getMaxListeners(own.signal)).toBe(1500);
  });

  it('can still be aborted by its owner after disposal', () => {
    const own = followSignal(new AbortController().signal);
    own[Symbol.dispose]();
    own.abort('mine');
    expect(own.signal.reason).toBe('mine');
  });
});

describe('untilAborted', () => {
  it('settles as the work does, and leaves no listener', async () => {
    const controller = new AbortController();
    const failure = new Error('no');
    expect(await untilAborted(Promise.resolve('done'), controller.signal)).toBe('done');
    await expect(untilAborted(Promise.reject(failure), controller.signal)).rejects.toBe(failure);
    expect(await untilAborted(Promise.resolve('done'), undefined)).toBe('done');
    expect(listenersOf(controller)).toBe(0);
  });

  it('rejects with the same reason while the work is pending, and leaves no listener', async () => {
    await fc.assert(
      fc.asyncProperty(reasons, fc.boolean(), async (reason, isAbortedBefore) => {
        const controller = new AbortController();
        if (isAbortedBefore) controller.abort(reason);
        const work = untilAborted(new Promise(() => {}), controller.signal);
        controller.abort(reason);
        const outcome = await work.then(
          () => expect.unreachable(),
          (error: unknown) => ({ error }),
        );
        expect(outcome.error).toBe(reason);
        expect(listenersOf(controller)).toBe(0);
      }),
    );
  });

  it('ignores a failure of the work after an abort', async () => {
    const controller = new AbortController();
    const { promise: work, reject: fail } = deferred();
    const outcome = untilAborted(work, controller.signal);
    controller.abort('enough');
    await expect(outcome).rejects.toBe('enough');
    // An unhandled rejection would fail the run.
    fail(new Error('late'));
  });
});
