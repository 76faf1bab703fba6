import { nextTurn } from '@x/core';

import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import { type RunnerOptions, type SessionFacts, SessionRunner } from '../session/session-runner.ts';
import type { Host } from './host.ts';

/** Runs the session in the calling thread, which is blocked during every run. For scripts and for a user's own worker threads. */
export class InlineHost implements Host {
  readonly facts: SessionFacts;
  readonly #runner: SessionRunner;
  #lastRun: Promise<unknown> = Promise.resolve();

  private constructor(runner: SessionRunner) {
    this.#runner = runner;
    this.facts = runner.facts;
  }

  static async open(options: RunnerOptions): Promise<InlineHost> {
    return new InlineHost(await SessionRunner.open(options));
  }

  run(batch: MicroBatch): Promise<ReducedBatch> {
    const run = this.#lastRun.then(() => this.#runner.run(batch));
    // A run in WebAssembly ends in the turn in which it began. Without a further turn, abort signals and messages would be handled only
    // after the last run.
    this.#lastRun = run.then(nextTurn, nextTurn);
    return run;
  }

  async dispose(): Promise<void> {
    await this.#lastRun;
    await this.#runner.release();
  }
}
