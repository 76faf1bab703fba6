import type { Failure } from './contract.ts';

/** What went wrong with a request. */
export interface RequestFailureFacts {
  /** HTTP status. */
  readonly status: 400 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 499 | 500 | 503;
  /** For programs. */
  readonly code: string;
  /** What happened and what to do, in a sentence. */
  readonly message: string;
  /** The field of the body that is at fault. */
  readonly parameter?: string;
  readonly cause?: unknown;
}

/** Thrown by everything that refuses a request. */
export class RequestFailure extends Error {
  readonly status: RequestFailureFacts['status'];
  readonly code: string;
  readonly parameter: string | undefined;

  constructor({ status, code, message, parameter, cause }: RequestFailureFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
    this.parameter = parameter;
  }

  override get name(): string {
    return 'RequestFailure';
  }

  /** As it is sent. */
  get body(): Failure {
    const { code, message, parameter } = this;
    return { error: { code, message, ...(parameter !== undefined && { parameter }) } };
  }
}
