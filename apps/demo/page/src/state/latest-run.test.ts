import { describe, expect, it } from 'vitest';

import { createLatestRun, type Outcome } from './latest-run.ts';

/** A task that ends when it is told to, whatever its signal says. */
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

/** Lets everything happen that is due. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the latest run', () => {
  it('hands over what its task found, or why it failed', async () => {
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

  it('drops a late answer of the run before, which was aborted', async () => {
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

  it('drops the answer of a run that was cancelled, and can start again', async () => {
    const outcomes: Outcome<string>[] = [];
    const latest = createLatestRun();
    const cancelled = stubbornTask();
    latest.start(cancelled.task, (outcome) => outcomes.push(outcome));
    latest.cancel();
    cancelled.end('nobody waits');
    await settled();
    expect(cancelled.signals[0]?.aborted).toBe(true);
    expect(outcomes).toEqual([]);
    const next = stubbornTask();
    latest.start(next.task, (outcome) => outcomes.push(outcome));
    next.end('again');
    await settled();
    expect(outcomes).toEqual([{ result: 'again' }]);
  });

  it('does not abort a run that is over', async () => {
    const latest = createLatestRun();
    const done = stubbornTask();
    latest.start(done.task, () => undefined);
    done.end('done');
    await settled();
    latest.cancel();
    expect(done.signals[0]?.aborted).toBe(false);
  });
});
