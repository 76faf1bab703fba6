// Where and with what a report was measured.
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/**
 * @typedef {object} Machine
 * @property {string} cpu
 * @property {number} cores that this process may use
 * @property {number} memoryGB
 * @property {string} system
 * @property {number} loadAverage over the last minute, before the measurements began; 0 on Windows, which has none
 * @property {number} [loadAverageAfter] likewise, when they had ended; the contestants' own work is in it
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
 * Says so when others use the processors.
 *
 * @param {Machine} machine
 */
export function warnWhenBusy({ loadAverage }) {
  if (loadAverage <= 1) return;
  process.stderr.write(
    `bench: the load average is ${loadAverage}: something else is running, and all figures will be too low. ` +
      'Rounds are interleaved, so ratios suffer less than rates.\n',
  );
}
