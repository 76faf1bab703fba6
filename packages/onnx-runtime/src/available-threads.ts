import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { posix } from 'node:path';

/** Reads a small file; returns `undefined` when it does not exist. */
export type ReadText = (path: string) => string | undefined;

/**
 * Returns how many threads can run at the same time, at least 1. That is the number of CPUs of the process, or fewer when a
 * container has a lower CPU quota.
 *
 * On most versions, Node's own count ignores quotas. A pool with more threads than the quota allows spends the quota on waiting.
 */
export function availableThreads({
  cpus = availableParallelism(),
  readText = readTextFile,
}: { readonly cpus?: number; readonly readText?: ReadText } = {}): number {
  const quota = cgroupQuota(readText);
  return Math.max(1, Math.min(cpus, quota === undefined ? cpus : Math.ceil(quota)));
}

/**
 * Returns the CPU quota of the process's control group, in CPUs; `undefined` without a quota. The smallest quota between the group
 * and the root counts.
 *
 * Version 2 has one file, `cpu.max` ("200000 100000": 200 ms in every 100 ms, so 2 CPUs). Version 1 has two files (kernel
 * documentation, admin-guide/cgroup-v2 and cgroup-v1/cpu).
 */
function cgroupQuota(readText: ReadText): number | undefined {
  const quotas: number[] = [];
  for (const line of readText('/proc/self/cgroup')?.trim().split('\n') ?? []) {
    const [, controllers = '', path = '/'] = line.split(':', 3);
    if (controllers === '')
      quotas.push(...quotasOnPath('/sys/fs/cgroup', path, (folder) => quotaOfV2(readText, folder)));
    else if (controllers.split(',').includes('cpu')) {
      quotas.push(...quotasOnPath('/sys/fs/cgroup/cpu', path, (folder) => quotaOfV1(readText, folder)));
    }
  }
  return quotas.length > 0 ? Math.min(...quotas) : undefined;
}

/** Returns the quotas of a group and of all groups above it; the smallest one applies. */
function quotasOnPath(root: string, path: string, quotaOf: (folder: string) => number | undefined): number[] {
  const quotas: number[] = [];
  for (let group = posix.resolve('/', path); ; group = posix.dirname(group)) {
    const quota = quotaOf(posix.join(root, group));
    if (quota !== undefined) quotas.push(quota);
    if (group === '/') return quotas;
  }
}

function quotaOfV2(readText: ReadText, folder: string): number | undefined {
  const [limit, period] = readText(posix.join(folder, 'cpu.max'))?.split(/\s+/).map(Number) ?? [];
  return ratio(limit, period);
}

function quotaOfV1(readText: ReadText, folder: string): number | undefined {
  const limit = Number(readText(posix.join(folder, 'cpu.cfs_quota_us')));
  return ratio(limit, Number(readText(posix.join(folder, 'cpu.cfs_period_us'))));
}

/** "max" and -1 mean no limit. */
function ratio(limit: number | undefined, period: number | undefined): number | undefined {
  return limit !== undefined && period !== undefined && limit > 0 && period > 0 ? limit / period : undefined;
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
