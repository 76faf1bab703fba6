// Reads the memory of a process and all its children from Linux' /proc, the same way for every language.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Whether the memory of other processes can be read: true on Linux. */
export const MEASURES_MEMORY = process.platform === 'linux';

/**
 * Resets the peak to the current resident memory. Linux only.
 *
 * @param {number} pid
 */
export function resetPeak(pid) {
  // 5 resets the peak to the current resident set size (man 5 proc, clear_refs).
  for (const one of processTree(pid)) writeFileSync(`/proc/${one}/clear_refs`, '5');
}

/**
 * Returns the current resident memory and its peak since `resetPeak`, in megabytes (10^6 bytes). Linux only.
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
 * @param {'VmRSS' | 'VmHWM'} field name of a field whose value is in KiB
 */
function megabytes(status, field) {
  return (Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024) / 1e6;
}

/**
 * Returns the ids of a process and all its descendants. Linux only.
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
