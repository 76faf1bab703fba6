import type { Failure } from './contract.ts';

/** The parts of a {@link RequestFailure}. */
export interface RequestFailureFacts {
  /** HTTP status. */
  readonly status: 400 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 499 | 500 | 503;
  /** An error code for programs. */
  readonly code: string;
  /** A message that says what happened and what to do. */
  readonly message: string;
  /** The invalid field of the body. */
  readonly parameter?: string;
  readonly cause?: unknown;
}

/** The error that refuses a request. Every check throws it. */
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

  /** The body of the response. */
  get body(): Failure {
    const { code, message, parameter } = this;
    return { error: { code, message, ...(parameter !== undefined && { parameter }) } };
  }
}
