import { describe, expect, it } from 'vitest';

import { FakeClock } from '../__tests__/memory-index-queue.ts';
import { isLostConnection, LostCalls } from './repeat-lost-calls.ts';

const failure = (code: string): Error => Object.assign(new Error('it failed'), { code });

describe('isLostConnection', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08006'].map(failure),
    Object.assign(failure('ENOENT'), { syscall: 'connect' }),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new AggregateError([failure('ECONNREFUSED'), failure('ECONNREFUSED')]),
  ])('is true of $code $message', (error) => {
    expect(isLostConnection(error)).toBe(true);
  });

  it.each([
    // A wrong password, a missing database, a missing table, a removed database, and a missing file.
    ...['28P01', '3D000', '42P01', '57P04', 'ENOENT'].map(failure),
    new Error('Cannot use a pool after calling end on the pool'),
    new AggregateError([failure('ECONNREFUSED'), failure('28P01')]),
    'ECONNREFUSED',
  ])('is false of $code $message', (error) => {
    expect(isLostConnection(error)).toBe(false);
  });
});

describe('LostCalls', () => {
  /** Returns a call that loses its connection some times. */
  const losing = (times: number, result: () => unknown): (() => Promise<unknown>) => {
    let calls = 0;
    return async () => {
      if (++calls <= times) throw failure('ECONNREFUSED');
      return result();
    };
  };

  it('repeats a call until the connection is back, with pauses of up to two seconds', async () => {
    const clock = new FakeClock();
    const calls = new LostCalls(clock, new AbortController().signal);
    expect(await calls.run(losing(10, () => 'found'))).toBe('found');
    expect(clock.sleeps).toEqual([50, 100, 200, 400, 800, 1600, 2000, 2000, 2000]);
  });

  it('rejects with an error that is not a lost connection', async () => {
    const clock = new FakeClock();
    const calls = new LostCalls(clock, new AbortController().signal);
    const denied = failure('28P01');
    const refuse = (): never => {
      throw denied;
    };
    await expect(calls.run(async () => refuse())).rejects.toBe(denied);
    await expect(calls.run(losing(2, refuse))).rejects.toBe(denied);
    expect(clock.sleeps).toEqual([50]);
  });

  it('keeps the order of calls while the connection is lost', async () => {
    const calls = new LostCalls(new FakeClock(), new AbortController().signal);
    const order: string[] = [];
    const pending = [calls.run(losing(3, () => order.push('first'))), calls.run(losing(1, () => order.push('second')))];
    await new Promise(setImmediate);
    pending.push(calls.run(async () => order.push('third')));
    await Promise.all(pending);
    expect(order).toEqual(['first', 'second', 'third']);
    await calls.run(async () => order.push('fourth'));
    expect(order).toHaveLength(4);
  });

  it('stops when its signal aborts', async () => {
    const controller = new AbortController();
    const calls = new LostCalls(new FakeClock(), controller.signal);
    const pending = calls.run(losing(Number.POSITIVE_INFINITY, () => 'never')).catch((error: unknown) => error);
    await new Promise(setImmediate);
    controller.abort('closed');
    expect(await pending).toBe('closed');
  });
});
