// Memory of a process and of all its children, read from Linux' /proc: one measure for every language.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Whether this system tells the memory of other processes in a way that is read here. */
export const MEASURES_MEMORY = process.platform === 'linux';

/**
 * Forgets the peak so far. Linux only.
 *
 * @param {number} pid
 */
export function resetPeak(pid) {
  // 5: the peak of the resident set becomes what is resident now (man 5 proc, clear_refs)
  for (const one of processTree(pid)) writeFileSync(`/proc/${one}/clear_refs`, '5');
}

/**
 * Megabytes (10^6) that are resident, and that were at most since `resetPeak`. Linux only.
 *
 * @param {number} pid
 */
export function readMemory(pid) {
  const sum = { residentMB: 0, peakMB: 0 };
  for (const one of processTree(pid)) {
    const status = readFileSync(`/proc/${one}/status`, 'utf8');
    sum.residentMB += megabytes(status, 'VmRSS');
    sum.peakMB += megabytes(status, 'VmHWM');
  }
  return sum;
}

/**
 * @param {string} status
 * @param {'VmRSS' | 'VmHWM'} field in KiB
 */
function megabytes(status, field) {
  return (Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024) / 1e6;
}

/**
 * A process and all its descendants. Linux only.
 *
 * @param {number} pid
 * @returns {number[]}
 */
export function processTree(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const list = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
    return list === '' ? [] : list.split(' ').map(Number);
  });
  return [pid, ...children.flatMap(processTree)];
}
