import { availableParallelism } from 'node:os';

import { describe, expect, it } from 'vitest';

import { availableThreads } from './available-threads.ts';

/** A file system of a few small files. */
const files = (contents: Record<string, string>) => ({ cpus: 8, readText: (path: string) => contents[path] });

describe('availableThreads', () => {
  it('returns the number of CPUs without a control group', () => {
    expect(availableThreads(files({}))).toBe(8);
    expect(availableThreads()).toBeLessThanOrEqual(availableParallelism());
  });

  it.each([
    ['200000 100000\n', 2],
    ['150000 100000\n', 2],
    ['10000 100000\n', 1],
    ['max 100000\n', 8],
    ['6400000 100000\n', 8],
    ['nonsense', 8],
  ])('follows a version 2 quota of %j', (quota, threads) => {
    const contents = { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': quota };
    expect(availableThreads(files(contents))).toBe(threads);
  });

  it('uses the smallest quota between the group and the root', () => {
    const contents = {
      '/proc/self/cgroup': '0::/pod/container\n',
      '/sys/fs/cgroup/pod/cpu.max': '300000 100000',
      '/sys/fs/cgroup/pod/container/cpu.max': 'max 100000',
    };
    expect(availableThreads(files(contents))).toBe(3);
  });

  it.each([
    ['400000', 4],
    ['-1', 8],
  ])('follows a version 1 quota of %s', (quota, threads) => {
    const contents = {
      '/proc/self/cgroup': '11:memory:/box\n4:cpu,cpuacct:/box\n',
      '/sys/fs/cgroup/cpu/box/cpu.cfs_quota_us': quota,
      '/sys/fs/cgroup/cpu/box/cpu.cfs_period_us': '100000',
    };
    expect(availableThreads(files(contents))).toBe(threads);
  });
});
