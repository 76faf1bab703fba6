// Runs a program of this benchmark in a child process and exchanges messages with it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export class HelperProcess {
  #child;
  /** @type {Promise<{ error: string }>} */
  #end;

  /**
   * @param {string} program file name in the folder of this file
   * @param {readonly string[]} args
   * @param {readonly string[]} execArgv
   */
  constructor(program, args, execArgv) {
    this.#child = fork(fileURLToPath(new URL(program, import.meta.url)), args, { execArgv: [...execArgv] });
    this.#end = once(this.#child, 'exit').then(([code]) => ({ error: `the process exited with code ${code}` }));
  }

  /**
   * Starts a program and waits until it is ready.
   *
   * @param {string} program
   * @param {readonly string[]} [args]
   * @param {readonly string[]} [execArgv]
   */
  static async start(program, args = [], execArgv = []) {
    const helper = new HelperProcess(program, args, execArgv);
    await helper.#next();
    return helper;
  }

  get pid() {
    return this.#child.pid ?? 0;
  }

  /**
   * @param {object} message
   * @returns {Promise<unknown>}
   */
  async ask(message) {
    this.#child.send(message);
    return this.#next();
  }

  async stop() {
    this.#child.kill('SIGKILL');
    await this.#end;
  }

  /** @returns {Promise<unknown>} */
  #next() {
    return new Promise((resolve, reject) => {
      const settle = (/** @type {{ error?: string }} */ message) => {
        this.#child.off('message', settle);
        if (message.error === undefined) resolve(message);
        else reject(new Error(message.error));
      };
      this.#child.on('message', settle);
      void this.#end.then(settle);
    });
  }
}
