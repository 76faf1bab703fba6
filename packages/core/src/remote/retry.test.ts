import { getEventListeners } from 'node:events';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { createRetryPolicy, type Outcome, type RetryOptions, withRetries } from './retry.ts';

function setup(options: RetryOptions = {}) {
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  return { waits, policy: createRetryPolicy({ sleep, random: () => 0.5, ...options }) };
}

const failed = (facts: { isRetryable?: boolean; retryAfterMs?: number } = {}): Outcome<string> => ({
  error: new Error('failed'),
  isRetryable: true,
  ...facts,
});

function inTurn(...outcomes: Outcome<string>[]): {
  attempt: () => Promise<Outcome<string>>;
  remaining: Outcome<string>[];
} {
  return { attempt: async () => outcomes.shift()!, remaining: outcomes };
}

describe('withRetries', () => {
  it('waits a random share of an upper bound that doubles', async () => {
    const { waits, policy } = setup({ maxRetries: 4, baseDelayMs: 100, maxDelayMs: 500 });
    const { attempt } = inTurn(failed(), failed(), failed(), failed(), { result: 'done' });
    expect(await withRetries(attempt, policy, undefined)).toBe('done');
    expect(waits).toEqual([50, 100, 200, 250]);
  });

  it('throws the last error when the retries are used up', async () => {
    const { waits, policy } = setup({ maxRetries: 2 });
    const last = new Error('the last one');
    const { attempt } = inTurn(failed(), failed(), { error: last, isRetryable: true }, { result: 'too late' });
    await expect(withRetries(attempt, policy, undefined)).rejects.toBe(last);
    expect(waits).toHaveLength(2);
  });

  it('does not retry an error that is not retryable', async () => {
    const { waits, policy } = setup();
    const { attempt, remaining } = inTurn(failed({ isRetryable: false }), { result: 'never requested' });
    await expect(withRetries(attempt, policy, undefined)).rejects.toThrow('failed');
    expect([waits, remaining]).toEqual([[], [{ result: 'never requested' }]]);
  });

  it('never retries earlier than the server asks', async () => {
    const { waits, policy } = setup();
    await withRetries(inTurn(failed({ retryAfterMs: 12_000 }), { result: 'done' }).attempt, policy, undefined);
    expect(waits).toEqual([12_000]);
  });

  it('stops retrying when the server asks for more than the longest wait', async () => {
    const { waits, policy } = setup({ maxDelayMs: 1000 });
    const { attempt } = inTurn(failed({ retryAfterMs: 1001 }), { result: 'never requested' });
    await expect(withRetries(attempt, policy, undefined)).rejects.toThrow('failed');
    expect(waits).toEqual([]);
  });

  it('keeps every wait within its bounds for any random number', async () => {
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(draw, fc.nat(6), async (random, retries) => {
        const { waits, policy } = setup({ random: () => random, maxRetries: retries, maxDelayMs: 2000 });
        await withRetries(async () => failed(), policy, undefined).catch(() => {});
        expect(waits).toHaveLength(retries);
        for (const [index, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(Math.min(2000, 250 * 2 ** index));
      }),
    );
  });

  it("rejects with the signal's reason when the signal aborts during a wait, and leaves no listener", async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const policy = createRetryPolicy({ baseDelayMs: 1_000_000, maxDelayMs: 1_000_000, random: () => 0.9 });
    const waiting = withRetries(async () => failed(), policy, controller.signal);
    // The attempt settles in microtasks; then the timer of the wait is running.
    queueMicrotask(() => queueMicrotask(() => controller.abort(reason)));
    await expect(waiting).rejects.toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('refuses numbers out of range', () => {
    expect(() => createRetryPolicy({ maxRetries: -1 })).toThrow(InvalidArgumentError);
    expect(() => createRetryPolicy({ baseDelayMs: 0.5 })).toThrow(/^retry\.baseDelayMs/);
    expect(() => createRetryPolicy({ maxDelayMs: Infinity })).toThrow(/^retry\.maxDelayMs/);
  });
});
