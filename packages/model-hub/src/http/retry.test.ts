import { DownloadError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { type Attempt, type Failure, retry } from './retry.ts';

const url = 'https://hub.example/file';
const transient: Failure = { url, status: 503, message: 'The hub failed.', isTransient: true };
const { signal } = new AbortController();

/** Fails as told, then brings 'file'. */
function attempts(failures: readonly Failure[]): () => Promise<Attempt<string>> {
  const left = [...failures];
  return async () => {
    const failure = left.shift();
    return failure === undefined ? { value: 'file' } : { failure };
  };
}

describe('retry', () => {
  it('waits between 0 and a bound that doubles up to 20 seconds', async () => {
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

  it('gives up after as many requests in a row as allowed, and says how many there were', async () => {
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

  it('counts anew once much has arrived', async () => {
    const failures = Array.from({ length: 9 }, () => ({ ...transient, madeProgress: true }));
    const policy = { maxAttempts: 2, maxTotalWaitMs: 1e9 };
    await expect(retry(attempts(failures), { policy, clock: instantClock(), signal })).resolves.toBe('file');
  });

  it('does not begin a wait that it has no time for', async () => {
    const clock = instantClock();
    const policy = { maxAttempts: 9, maxTotalWaitMs: 60_000 };
    const failures = [{ ...transient, retryAfterMs: 61_000 }];
    await expect(retry(attempts(failures), { policy, clock, signal })).rejects.toThrow('The hub failed.');
    expect(clock.sleeps).toEqual([]);
  });

  it('stops at once at a failure that will not pass', async () => {
    const policy = { maxAttempts: 9, maxTotalWaitMs: 60_000 };
    const clock = instantClock();
    await expect(retry(attempts([{ ...transient, isTransient: false }]), { policy, clock, signal })).rejects.toThrow(
      /^The hub failed\. \(/,
    );
    expect(clock.sleeps).toEqual([]);
  });

  it('rejects with the signal’s own reason while it waits', async () => {
    const controller = new AbortController();
    const reason = { why: 'enough' };
    const clock = { ...instantClock(), sleep: async () => controller.abort(reason) };
    const policy = { maxAttempts: 9, maxTotalWaitMs: 60_000 };
    await expect(retry(attempts([transient]), { policy, clock, signal: controller.signal })).rejects.toBe(reason);
  });
});
