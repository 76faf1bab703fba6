import { describe, expect, it } from 'vitest';

import { createLatestRun, type Outcome } from './latest-run.ts';

/** Returns a task that ignores its signal and ends when `end` is called. */
function stubbornTask(): {
  task: (signal: AbortSignal) => Promise<string>;
  signals: AbortSignal[];
  end: (result: string) => void;
} {
  const signals: AbortSignal[] = [];
  const ends: ((result: string) => void)[] = [];
  const promise = new Promise<string>((resolve) => ends.push(resolve));
  const task = (signal: AbortSignal): Promise<string> => {
    signals.push(signal);
    return promise;
  };
  return { task, signals, end: (result) => ends.forEach((resolve) => resolve(result)) };
}

/** Waits until all pending callbacks have run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the latest run', () => {
  it('passes on the result or the error of its task', async () => {
    const outcomes: Outcome<string>[] = [];
    const latest = createLatestRun();
    latest.start(
      () => Promise.resolve('found'),
      (outcome) => outcomes.push(outcome),
    );
    await settled();
    const error = new Error('no');
    latest.start(
      () => Promise.reject(error),
      (outcome) => outcomes.push(outcome),
    );
    await settled();
    expect(outcomes).toEqual([{ result: 'found' }, { error }]);
  });

  it('aborts the previous run and drops its late result', async () => {
    const outcomes: Outcome<string>[] = [];
    const latest = createLatestRun();
    const [slow, quick] = [stubbornTask(), stubbornTask()];
    latest.start(slow.task, (outcome) => outcomes.push(outcome));
    latest.start(quick.task, (outcome) => outcomes.push(outcome));
    expect(slow.signals[0]?.aborted).toBe(true);
    quick.end('new');
    await settled();
    slow.end('old');
    await settled();
    expect(outcomes).toEqual([{ result: 'new' }]);
  });

  it('drops the result of a canceled run and can start again', async () => {
    const outcomes: Outcome<string>[] = [];
    const latest = createLatestRun();
    const canceled = stubbornTask();
    latest.start(canceled.task, (outcome) => outcomes.push(outcome));
    latest.cancel();
    canceled.end('dropped');
    await settled();
    expect(canceled.signals[0]?.aborted).toBe(true);
    expect(outcomes).toEqual([]);
    const next = stubbornTask();
    latest.start(next.task, (outcome) => outcomes.push(outcome));
    next.end('again');
    await settled();
    expect(outcomes).toEqual([{ result: 'again' }]);
  });

  it('does not abort a finished run', async () => {
    const latest = createLatestRun();
    const done = stubbornTask();
    latest.start(done.task, () => undefined);
    done.end('done');
    await settled();
    latest.cancel();
    expect(done.signals[0]?.aborted).toBe(false);
  });
});
