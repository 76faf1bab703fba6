// Who used the processors: the contestant, or somebody else. Read from Linux' /proc.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { processTree } from './process-memory.mjs';

/** @typedef {{ atMs: number, all: number, own: number }} ProcessorTime `all` and `own` in hundredths of a second */

/**
 * Processor time that all programs and that one process with its children used so far. Linux only.
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

// The clocks of /proc tick every 10 ms: over less than this, a share of them says nothing.
const SHORTEST_MS = 300;

/**
 * The share of all processors, in percent, that was used by others between two readings.
 *
 * @param {ProcessorTime} before
 * @param {ProcessorTime} after
 * @param {number} [cores]
 * @returns {number | undefined} `undefined` when the readings lie too close together
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
  // The name, in parentheses, may hold spaces; user and system time are the 12th and 13th field behind it (man 5 proc).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}
