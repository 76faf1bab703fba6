import { describe, expect, it, vi } from 'vitest';

import { callListener, callObserver } from './call-listener.ts';

const failure = new Error('no disk space');
const throwing = (): void => {
  throw failure;
};
const rejecting = async (): Promise<void> => throwing();

// A rejection that nobody handles fails the test run.
describe('callListener', () => {
  it('calls the listener, if there is one', () => {
    const listener = vi.fn();
    callListener(listener, 1);
    callListener(undefined, 2);
    expect(listener.mock.calls).toEqual([[1]]);
  });

  it('throws what the listener throws, and ignores what its promise rejects with', async () => {
    expect(() => callListener(throwing, 1)).toThrow(failure);
    callListener(rejecting, 1);
    await Promise.resolve();
  });
});

describe('callObserver', () => {
  it('ignores what the listener throws and what its promise rejects with', async () => {
    callObserver(throwing, 1);
    callObserver(rejecting, 1);
    callObserver(undefined, 1);
    await Promise.resolve();
  });

  it('passes both on to another function', async () => {
    const failures: unknown[] = [];
    callObserver(throwing, 1, (error) => failures.push(error));
    callObserver(rejecting, 1, (error) => failures.push(error));
    await vi.waitFor(() => expect(failures).toEqual([failure, failure]));
  });
});
