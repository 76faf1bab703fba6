import { DownloadError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { type Attempt, type Failure, retry } from './retry.ts';

const url = 'https://hub.example/file';
const transient: Failure = { url, status: 503, message: 'The hub failed.', isRetryable: true };
const { signal } = new AbortController();

/** Fails with the given failures, then returns 'file'. */
function attempts(failures: readonly Failure[]): () => Promise<Attempt<string>> {
  const left = [...failures];
  return async () => {
    const failure = left.shift();
    return failure === undefined ? { result: 'file' } : { error: failure };
  };
}

describe('retry', () => {
  it('waits between 0 and an upper bound that doubles up to 20 seconds', async () => {
    const chances = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(chances, async (random) => {
        const draws = [...random];
        const clock = instantClock(() => draws.shift() ?? 0);
        const policy = { maxAttempts: 13, maxTotalWaitMs: 1e9 };
        const value = await retry(attempts(random.map(() => transient)), { policy, clock, signal });
        expect(value).toBe('file');
        expect(clock.sleeps).toEqual(random.map((chance, index) => chance * Math.min(20_000, 500 * 2 ** index)));
      }),
    );
  });

  it('gives up after the allowed number of requests in a row, and states their number', async () => {
    const clock = instantClock();
    const policy = { maxAttempts: 3, maxTotalWaitMs: 1e9 };
    const error: unknown = await retry(attempts(Array.from({ length: 9 }, () => transient)), {
      policy,
      clock,
      signal,
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DownloadError);
    expect(error).toMatchObject({ status: 503, message: `The hub failed. Tried 3 times. (${url}, HTTP 503)` });
    expect(clock.sleeps).toHaveLength(2);
  });

  it('restarts the count when a request makes progress', async () => {
    const failures = Array.from({ length: 9 }, () => ({ ...transient, madeProgress: true }));
    const policy = { maxAttempts: 2, maxTotalWaitMs: 1e9 };
    await expect(retry(attempts(failures), { policy, clock: instantClock(), signal })).resolves.toBe('file');
  });

  it('does not start a wait that exceeds the total wait time', async () => {
    const clock = instantClock();
    const policy = { maxAttempts: 9, maxTotalWaitMs: 60_000 };
    const failures = [{ ...transient, retryAfterMs: 61_000 }];
    await expect(retry(attempts(failures), { policy, clock, signal })).rejects.toThrow('The hub failed.');
    expect(clock.sleeps).toEqual([]);
  });

  it('stops immediately at a failure that is not transient', async () => {
    const policy = { maxAttempts: 9, maxTotalWaitMs: 60_000 };
    const clock = instantClock();
    await expect(retry(attempts([{ ...transient, isRetryable: false }]), { policy, clock, signal })).rejects.toThrow(
      /^The hub failed\. \(/,
    );
    expect(clock.sleeps).toEqual([]);
  });

  it('rejects with the signal’s reason during a wait', async () => {
    const controller = new AbortController();
    const reason = { why: 'enough' };
    const clock = { ...instantClock(), sleep: async () => controller.abort(reason) };
    const policy = { maxAttempts: 9, maxTotalWaitMs: 60_000 };
    await expect(retry(attempts([transient]), { policy, clock, signal: controller.signal })).rejects.toBe(reason);
  });
});
