// Describes the machine on which a report was measured.
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/**
 * Returns the properties of this machine.
 *
 * @typedef {object} Machine
 * @property {string} cpu
 * @property {number} cores number of cores that this process may use
 * @property {number} memoryGB
 * @property {string} system
 * @property {number} loadAverage over the last minute before the measurements; 0 on Windows, which has no load average
 * @property {number} [loadAverageAfter] over the last minute of the measurements; it includes the work of the contestants
 * @property {string} date
 *
 * @returns {Machine}
 */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch} ${release()}`,
    loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    date: new Date().toISOString().slice(0, 10),
  };
}

/**
 * Prints a warning when the load average is above 1.
 *
 * @param {Machine} machine
 */
export function warnWhenBusy({ loadAverage }) {
  if (loadAverage <= 1) return;
  process.stderr.write(
    `bench: the load average is ${loadAverage}: other programs are running, and all rates will be too low. ` +
      'Rounds are interleaved, so ratios are affected less than rates.\n',
  );
}
