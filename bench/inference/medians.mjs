// Medians of the measurements. A median without measurements is `NaN`, and so is each ratio that uses it.
import { median } from '../statistics.mjs';

/** @typedef {import('./run-inference.mjs').Measurements} Measurements */

/** The contestant that the goals are about. */
export const OURS = 'this-project';

/**
 * Returns the median rate in items per second.
 *
 * @param {Measurements} measurements
 * @param {string} workload
 * @param {string} contestant
 */
export function rate({ workloads }, workload, contestant) {
  return median((workloads.get(workload)?.get(contestant) ?? []).map(({ items, seconds }) => items / seconds));
}

/**
 * Returns the rate of this project divided by the rate of a contestant.
 *
 * @param {Measurements} measurements
 * @param {string} workload
 * @param {string} contestant
 */
export function advantage(measurements, workload, contestant) {
  return rate(measurements, workload, OURS) / rate(measurements, workload, contestant);
}

/**
 * Returns the median gap between turns of this project's event loop, in milliseconds.
 *
 * @param {Measurements} measurements
 * @param {'gapP99Ms' | 'gapMaxMs'} which
 */
export function eventLoopGap({ workloads }, which) {
  const answers = workloads.get('event-loop')?.get(OURS) ?? [];
  return median(answers.map(({ [which]: gap = Number.NaN }) => gap));
}

/**
 * Returns the peak memory of the stream above the memory of the loaded model, in megabytes.
 *
 * @param {Measurements} measurements
 * @param {string} contestant
 */
export function streamMemory({ streams }, contestant) {
  const { peakMB = Number.NaN, loadedMB = Number.NaN } = streams.get(contestant)?.[0] ?? {};
  return peakMB - loadedMB;
}

/**
 * Returns the time of small texts with a giant among them, less the giant's own time, divided by the time of the small texts alone.
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

// Percent of all processors. Above it, the load of other programs makes a figure unreliable.
const DISTURBED_PERCENT = 10;

/**
 * Returns the workloads during which other programs used more than a tenth of the processors.
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
