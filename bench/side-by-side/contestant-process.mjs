// Runs a contestant in its own process. Commands and answers are JSON objects, one per line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { MEASURES_MEMORY, readMemory, resetPeak } from './process-memory.mjs';
import { othersShare, readProcessorTime } from './processor-time.mjs';

/**
 * @typedef {object} Answer measurements of the contestant, with two values that are measured from outside
 * @property {number} seconds
 * @property {number} items
 * @property {number[]} [latenciesMs]
 * @property {number} [gapP99Ms] gaps between turns of the event loop
 * @property {number} [gapMaxMs]
 * @property {number} [peakMB] peak resident memory during the task; measured from outside
 * @property {number} [othersPercent] share of all processors that other programs used during the measurement; measured from outside
 * @property {number[]} [scores]
 * @property {number[][]} [vectors]
 *
 * @typedef {{ residentMB: number, peakMB: number }} Memory
 */

/** A running contestant. */
export class ContestantProcess {
  /** Milliseconds from the start of the process until its first vector arrived here. */
  readyMs = Number.NaN;
  /** @type {Readonly<Record<string, string>>} */
  versions = {};
  #child;
  #answers;
  #errors = '';
  #limitSeconds;

  /**
   * @param {readonly string[]} command program and arguments
   * @param {object} settings passed to the program as JSON, as its last argument
   * @param {number} limitSeconds time limit of one answer, after which the process is killed
   */
  constructor([program = '', ...args], settings, limitSeconds) {
    this.#limitSeconds = limitSeconds;
    this.#child = spawn(program, [...args, JSON.stringify(settings)], {
      stdio: 'pipe',
      env: { ...process.env, ...quiet },
    });
    this.#child.stderr.on('data', (chunk) => (this.#errors = `${this.#errors}${chunk}`.slice(-4000)));
    this.#child.on('error', (error) => (this.#errors += error.message));
    this.#child.stdin.on('error', () => {}); // the process ended, which `#next` reports
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Starts a contestant and waits for its first vector.
   *
   * @param {readonly string[]} command
   * @param {object} settings
   * @param {number} limitSeconds
   */
  static async start(command, settings, limitSeconds) {
    const start = performance.now();
    const contestant = new ContestantProcess(command, settings, limitSeconds);
    const { versions } = /** @type {{ versions: Record<string, string> }} */ (await contestant.#next());
    contestant.readyMs = performance.now() - start;
    contestant.versions = versions;
    return contestant;
  }

  /**
   * @param {{ task: string, file: string, count: number }} command
   * @returns {Promise<Answer>}
   */
  async ask(command) {
    this.resetPeak();
    const before = this.#processorTime();
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = /** @type {Answer} */ (await this.#next());
    const after = this.#processorTime();
    const othersPercent = before && after && othersShare(before, after);
    const peakMB = this.memory()?.peakMB;
    return {
      ...answer,
      ...(peakMB !== undefined && { peakMB }),
      ...(othersPercent !== undefined && { othersPercent }),
    };
  }

  /** Returns the current resident memory and its peak since `resetPeak`, or `undefined` except on Linux. */
  memory() {
    return MEASURES_MEMORY && this.#child.pid !== undefined ? readMemory(this.#child.pid) : undefined;
  }

  /** Resets the peak to the current resident memory. */
  resetPeak() {
    if (MEASURES_MEMORY && this.#child.pid !== undefined) resetPeak(this.#child.pid);
  }

  /** Closes stdin, waits for the process to end, and kills it after ten seconds. Idempotent. */
  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const end = once(this.#child, 'close');
    this.#child.stdin.end();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await end;
    clearTimeout(force);
  }

  #processorTime() {
    return MEASURES_MEMORY && this.#child.pid !== undefined ? readProcessorTime(this.#child.pid) : undefined;
  }

  /** @returns {Promise<unknown>} */
  async #next() {
    let isLate = false;
    const limit = setTimeout(() => (isLate = this.#child.kill('SIGKILL')), this.#limitSeconds * 1000);
    const { done, value } = await this.#answers.next();
    clearTimeout(limit);
    if (isLate) throw new Error(`no answer within ${this.#limitSeconds} s`);
    if (done) throw new Error(`its process ended: ${lastLine(this.#errors)}`);
    const message = JSON.parse(value);
    if (message.error !== undefined) throw new Error(message.error);
    return message;
  }
}

// Prevents requests to the model hub, telemetry, and warnings of Python while the clock runs.
const quiet = { HF_HUB_OFFLINE: '1', HF_HUB_DISABLE_TELEMETRY: '1', PYTHONWARNINGS: 'ignore' };

/** @param {string} text */
function lastLine(text) {
  return (
    text
      .trim()
      .split('\n')
      .findLast((line) => line.trim() !== '') ?? 'no output on stderr'
  );
}
