import { describe, expect, it, onTestFinished, vi } from 'vitest';

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
  it('ignores what the listener throws and what its promise rejects with, and warns of the first failure of each', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const onEvent = throwing.bind(undefined);
    callObserver(onEvent, 1);
    callObserver(onEvent, 1);
    callObserver(async () => throwing(), 1);
    callObserver(undefined, 1);
    await vi.waitFor(() =>
      expect(warn.mock.calls.map(([message]) => message)).toEqual([
        'The listener bound throwing failed. It is called again, but its further errors are not reported.',
        'A listener failed. It is called again, but its further errors are not reported.',
      ]),
    );
  });

  it('passes both on to another function', async () => {
    const failures: unknown[] = [];
    callObserver(throwing, 1, (error) => failures.push(error));
    callObserver(rejecting, 1, (error) => failures.push(error));
    await vi.waitFor(() => expect(failures).toEqual([failure, failure]));
  });
});
