import type { RequestRunner } from '../requests/request-runner.ts';

/** Options of one call. */
export interface CallOptions {
  /** Ends the call, on the wire too; it then rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What the methods of all groups work on. */
export abstract class MethodGroup {
  /** @internal */
  protected readonly runner: RequestRunner;

  /** @internal */
  constructor(runner: RequestRunner) {
    this.runner = runner;
  }
}
