// A contestant in this run, with its process and its failures.
import { ContestantProcess } from './contestant-process.mjs';

/** @template {{ id: string, name: string }} Contestant */
export class Participant {
  /** @type {Readonly<Record<string, string>>} versions of its packages, once it has started */
  versions = {};
  /** @type {Map<string, string>} reason by failed task; with any entry, the benchmark exits with code 1 */
  failures = new Map();
  /** @type {ContestantProcess | undefined} */
  #process;
  #command;
  #settings;
  #limitSeconds;

  /**
   * @param {Contestant} contestant
   * @param {readonly string[]} command
   * @param {object} settings passed to its program as JSON
   * @param {number} limitSeconds time limit of one answer
   */
  constructor(contestant, command, settings, limitSeconds) {
    this.contestant = contestant;
    this.#command = command;
    this.#settings = settings;
    this.#limitSeconds = limitSeconds;
  }

  /**
   * Starts a separate process, apart from the one that `ask` uses. The caller must stop it.
   *
   * @param {string} what
   * @returns {Promise<ContestantProcess | undefined>} `undefined` on failure; `failures` then contains the reason
   */
  async startFresh(what) {
    try {
      const started = await ContestantProcess.start(this.#command, this.#settings, this.#limitSeconds);
      this.versions = started.versions;
      return started;
    } catch (error) {
      this.fail(what, error);
      return undefined;
    }
  }

  /** Returns the milliseconds from the start of a fresh process until its first vector arrived, or `undefined` on failure. */
  async timeStart() {
    const started = await this.startFresh('cold start');
    await started?.stop();
    return started?.readyMs;
  }

  /**
   * Sends a command to the process that is shared by all workloads. Starts the process when it is not running.
   *
   * @param {string} what
   * @param {Parameters<ContestantProcess['ask']>[0]} command
   */
  async ask(what, command) {
    this.#process ??= await this.startFresh(what);
    if (this.#process === undefined) return undefined;
    try {
      return await this.#process.ask(command);
    } catch (error) {
      this.fail(what, error);
      await this.stop();
      return undefined;
    }
  }

  /**
   * @param {string} what
   * @param {unknown} error
   */
  fail(what, error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    this.failures.set(what, reason ?? '');
    process.stderr.write(`  ${this.contestant.name}: ${what} failed: ${reason}\n`);
  }

  async stop() {
    await this.#process?.stop();
    this.#process = undefined;
  }
}
