// Measures how long one piece of work blocks the event loop.
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {object} Gaps
 * @property {number} ms the time of the whole work
 * @property {number} longestMs the longest time between two turns of the event loop
 * @property {number} longestOwnMs the same without garbage collection
 */

/** @typedef {readonly [start: number, end: number]} Span in milliseconds */

/**
 * Runs `work` and looks at the clock in each turn of the event loop.
 *
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Gaps>}
 */
export async function measureGaps(work) {
  /** @type {Span[]} */
  const collections = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) collections.push([startTime, startTime + duration]);
  });
  observer.observe({ entryTypes: ['gc'] });
  await nextTurn();
  /** @type {Span[]} */
  const turns = [];
  let last = performance.now();
  const start = last;
  const look = () => {
    const now = performance.now();
    turns.push([last, now]);
    last = now;
    looking = setImmediate(look);
  };
  let looking = setImmediate(look);
  await work();
  const ms = performance.now() - start;
  await nextTurn();
  clearImmediate(looking);
  await wait(20); // the observer hears of a collection some turns later
  observer.disconnect();
  const lengths = turns.map((turn) => lengthOf(turn));
  const own = turns.map((turn) => lengthOf(turn) - overlap(turn, collections));
  return { ms, longestMs: Math.max(...lengths), longestOwnMs: Math.max(...own) };
}

/** @param {Span} span */
function lengthOf([start, end]) {
  return end - start;
}

/**
 * Returns how much of a span the other spans cover.
 *
 * @param {Span} span
 * @param {readonly Span[]} others that do not overlap
 */
export function overlap([start, end], others) {
  return others.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
}
