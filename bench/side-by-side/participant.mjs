// A contestant in this run: installed or not, its process, and what it could not do.
import { ContestantProcess } from './contestant-process.mjs';

/** @template {{ id: string, name: string }} Contestant */
export class Participant {
  /** @type {Readonly<Record<string, string>>} of what it runs on, once it has started */
  versions = {};
  /** @type {Map<string, string>} what failed -> why; an entry ends the run with exit code 1 */
  failures = new Map();
  /** @type {ContestantProcess | undefined} */
  #process;
  #command;
  #settings;
  #limitSeconds;

  /**
   * @param {Contestant} contestant
   * @param {readonly string[]} command
   * @param {object} settings what its program is told at its start, as JSON
   * @param {number} limitSeconds for one answer
   */
  constructor(contestant, command, settings, limitSeconds) {
    this.contestant = contestant;
    this.#command = command;
    this.#settings = settings;
    this.#limitSeconds = limitSeconds;
  }

  /**
   * A process of its own, apart from the one that `ask` uses. The caller stops it.
   *
   * @param {string} what
   * @returns {Promise<ContestantProcess | undefined>} `undefined` when it failed; the reason is kept
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

  /** Milliseconds from starting a fresh process until its first vector has arrived; `undefined` when it failed. */
  async timeStart() {
    const started = await this.startFresh('cold start');
    await started?.stop();
    return started?.readyMs;
  }

  /**
   * Asks the process that stays over all workloads; starts it when there is none.
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
