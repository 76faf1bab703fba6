import { spawnSync } from 'node:child_process';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instantClock } from '../__fixtures__/instant-clock.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import type { Clock } from '../http/clock.ts';
import { lockFile } from './lock-file.ts';

const { signal } = new AbortController();
const owner = (facts: object): string =>
  JSON.stringify({ id: 'other', pid: process.pid, host: hostname(), startedAt: 0, ...facts });

/** Returns the id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** Expects that this process holds the lock, and not the owner that the tests write. */
async function expectOwnLock(path: string): Promise<void> {
  const { id, pid, host } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  expect({ pid, host }).toEqual({ pid: process.pid, host: hostname() });
  expect(id).not.toBe('other');
}

/** Creates a clock that calls `onSleep` after each sleep. */
function clockThat(onSleep: (count: number) => unknown): Clock & { readonly sleeps: number[] } {
  const clock = instantClock();
  return {
    ...clock,
    async sleep(milliseconds: number, sleepSignal: AbortSignal) {
      await clock.sleep(milliseconds, sleepSignal);
      await onSleep(clock.sleeps.length);
    },
  };
}

describe('lockFile', () => {
  it('writes the owner and the start time into the lock, and removes it afterwards', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    const clock = instantClock();
    const startedAt = clock.now();
    {
      await using _ = await lockFile(path, { clock, signal });
      expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname(), startedAt });
    }
    expect(await folder.list()).toEqual([]);
  });

  it('waits for the owner with growing pauses of at most 1.5 seconds', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    const first = await lockFile(path, { clock: instantClock(), signal });
    const clock = clockThat((count) => (count === 9 ? first[Symbol.asyncDispose]() : undefined));
    await using _ = await lockFile(path, { clock, signal });
    expect(clock.sleeps).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000, 1000]);
  });

  it.each([
    ['of a process that has ended', () => owner({ pid: deadPid() })],
    ['of an earlier process with the id of this process', () => owner({})],
  ])('takes over a lock %s immediately', async (...[, content]) => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    await folder.write({ 'a.lock': content() });
    const clock = instantClock();
    await using _ = await lockFile(path, { clock, signal });
    expect(clock.sleeps).toEqual([]);
    expect(await folder.list()).toEqual(['a.lock']);
    await expectOwnLock(path);
  });

  it.each([
    ['of another machine', owner({ host: 'elsewhere', pid: 1 })],
    ['that is empty', ''],
    ['that is not a lock', '<html>'],
  ])('takes over a lock %s after a minute without a touch, by the local clock', async (...[, content]) => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    await folder.write({ 'a.lock': content });
    // The other machine's clock is years ahead.
    const future = new Date(Date.now() + 1e11);
    await utimes(path, future, future);
    const clock = instantClock();
    await using _ = await lockFile(path, { clock, signal });
    const waited = clock.sleeps.reduce((sum, milliseconds) => sum + milliseconds, 0);
    expect(waited).toBeGreaterThan(60_000);
    expect(waited).toBeLessThan(63_000);
    await expectOwnLock(path);
  });

  it.each([
    ['a process in another PID namespace', () => owner({ pid: deadPid(), pidNamespace: 'pid:[1]' })],
    ['the first process of another container', () => owner({ pidNamespace: 'pid:[1]' })],
    ['a process of this machine, when the clock jumps by an hour', () => owner({ pid: process.ppid })],
  ])('does not take over a lock of %s before a minute of silence', async (...[, content]) => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    await folder.write({ 'a.lock': content() });
    const clock = instantClock();
    const jumping = { ...clock, now: () => clock.now() + clock.sleeps.length * 3_600_000 };
    await using _ = await lockFile(path, { clock: jumping, signal });
    const waited = clock.sleeps.reduce((sum, milliseconds) => sum + milliseconds, 0);
    expect(waited).toBeGreaterThan(60_000);
    await expectOwnLock(path);
  });

  it('does not take over a lock that another machine touches regularly', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    const content = owner({ host: 'elsewhere' });
    await folder.write({ 'a.lock': content });
    const controller = new AbortController();
    const clock = clockThat(async (count) => {
      if (count % 20 === 0) await utimes(path, count, count);
      if (count === 500) controller.abort(new RangeError('enough'));
    });
    await expect(lockFile(path, { clock, signal: controller.signal })).rejects.toThrow(RangeError);
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  it('touches the lock while it is held', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    const beats: (() => void)[] = [];
    const clock = {
      ...instantClock(),
      now: () => 1_000_000,
      startTimer: (_: number, action: () => void) => {
        beats.push(action);
        return () => undefined;
      },
    };
    await using _ = await lockFile(path, { clock, signal });
    beats[0]!();
    await expect.poll(async () => (await stat(path)).mtimeMs).toBe(1_000_000);
    expect(beats).toHaveLength(2);
  });

  it('does not remove a lock that another process has taken over', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    const lock = await lockFile(path, { clock: instantClock(), signal });
    await writeFile(path, owner({}));
    await lock[Symbol.asyncDispose]();
    expect(await readFile(path, 'utf8')).toBe(owner({}));
  });

  it('admits one holder at a time', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a.lock');
    let inside = 0;
    let most = 0;
    // With the real time, no holder seems silent for a minute.
    const clock = { ...instantClock(), now: Date.now };
    const visit = async (): Promise<void> => {
      await using _ = await lockFile(path, { clock, signal });
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, visit));
    expect(most).toBe(1);
  });
});
