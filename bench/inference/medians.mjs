// Medians of what was measured, `NaN` where nothing was: a ratio with it says by itself that it was not measured.
import { median } from '../statistics.mjs';

/** @typedef {import('./run-inference.mjs').Measurements} Measurements */

/** The contestant that the goals are about. */
export const OURS = 'this-project';

/**
 * Items per second.
 *
 * @param {Measurements} measurements
 * @param {string} workload
 * @param {string} contestant
 */
export function rate({ workloads }, workload, contestant) {
  return median((workloads.get(workload)?.get(contestant) ?? []).map(({ items, seconds }) => items / seconds));
}

/**
 * How many times as fast this project is.
 *
 * @param {Measurements} measurements
 * @param {string} workload
 * @param {string} contestant
 */
export function advantage(measurements, workload, contestant) {
  return rate(measurements, workload, OURS) / rate(measurements, workload, contestant);
}

/**
 * Milliseconds between turns of this project's event loop.
 *
 * @param {Measurements} measurements
 * @param {'gapP99Ms' | 'gapMaxMs'} which
 */
export function eventLoopGap({ workloads }, which) {
  const answers = workloads.get('event-loop')?.get(OURS) ?? [];
  return median(answers.map(({ [which]: gap = Number.NaN }) => gap));
}

/**
 * Megabytes that the stream needed at most, above what the loaded model needs.
 *
 * @param {Measurements} measurements
 * @param {string} contestant
 */
export function streamMemory({ streams }, contestant) {
  const { peakMB = Number.NaN, loadedMB = Number.NaN } = streams.get(contestant)?.[0] ?? {};
  return peakMB - loadedMB;
}

/**
 * How much longer small texts take with a giant among them, the giant's own time taken off.
 *
 * @param {Measurements} measurements
 */
export function giantSlowdown(measurements) {
  /** @param {string} workload */
  const seconds = (workload) =>
    median((measurements.workloads.get(workload)?.get(OURS) ?? []).map((answer) => answer.seconds));
  const count = measurements.workloads.get('small')?.get(OURS)?.[0]?.items ?? Number.NaN;
  const smallAlone = (seconds('small') * (count - 1)) / count; // one of the texts is the giant
  return (seconds('giant-among-small') - seconds('giant')) / smallAlone;
}

/**
 * @param {Measurements} measurements
 * @param {string} contestant
 */
export function coldStart({ coldStarts }, contestant) {
  return median(coldStarts.get(contestant) ?? []);
}

// Of all processors; what others use beyond it makes a figure doubtful.
const DISTURBED_PERCENT = 10;

/**
 * Workloads during which other programs used much of the processors.
 *
 * @param {Measurements} measurements
 * @returns {string[]} their ids
 */
export function disturbedWorkloads(measurements) {
  return [...measurements.workloads]
    .filter(([, answers]) =>
      [...answers.values()].some(
        (rounds) => median(rounds.map(({ othersPercent = 0 }) => othersPercent)) > DISTURBED_PERCENT,
      ),
    )
    .map(([id]) => id);
}
