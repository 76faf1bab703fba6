import type { RequestRunner } from '../requests/request-runner.ts';

/** Options of one call. */
export interface CallOptions {
  /** Cancels the call and its HTTP request. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Base class of all method groups. Holds the runner that sends their requests. */
export abstract class MethodGroup {
  /** @internal */
  protected readonly runner: RequestRunner;

  /** @internal */
  constructor(runner: RequestRunner) {
    this.runner = runner;
  }
}
