// Reads the processor time of a contestant and of all programs from Linux' /proc.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { processTree } from './process-memory.mjs';

/** @typedef {{ atMs: number, all: number, own: number }} ProcessorTime `all` and `own` in hundredths of a second */

/**
 * Returns the processor time so far of all programs, and of one process with its children. Linux only.
 *
 * @param {number} pid
 * @returns {ProcessorTime}
 */
export function readProcessorTime(pid) {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '').split(/\s+/).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = fields;
  const own = processTree(pid).reduce((sum, one) => sum + ownTicks(one), 0);
  return { atMs: performance.now(), all: user + nice + system + irq + softIrq + steal, own };
}

// The clocks of /proc tick every 10 ms, so a share over a shorter time than this is not meaningful.
const SHORTEST_MS = 300;

/**
 * Returns the share of all processors, in percent, that other programs used between two readings.
 *
 * @param {ProcessorTime} before
 * @param {ProcessorTime} after
 * @param {number} [cores]
 * @returns {number | undefined} `undefined` when less than 300 ms lie between the readings
 * @example
 * othersShare({ atMs: 0, all: 0, own: 0 }, { atMs: 1000, all: 150, own: 100 }, 2); // => 25
 */
export function othersShare(before, after, cores = availableParallelism()) {
  if (after.atMs - before.atMs < SHORTEST_MS) return undefined;
  const ticks = ((after.atMs - before.atMs) / 10) * cores;
  const others = after.all - before.all - (after.own - before.own);
  return Math.min(100, Math.max(0, (100 * others) / ticks));
}

/** @param {number} pid */
function ownTicks(pid) {
  // The name, in parentheses, may contain spaces. User and system time are the 12th and 13th field after it (man 5 proc).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}
