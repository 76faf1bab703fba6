/** What went wrong with a request, before a dialect words it. */
export interface RequestFailureFacts {
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly message: string;
  /** The field of the body that is at fault. */
  readonly parameter?: string | undefined;
  /** Seconds after which it is worth trying again. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** Thrown by everything that refuses a request. */
export class RequestFailure extends Error {
  readonly status: RequestFailureFacts['status'];
  readonly parameter: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor({ status, message, parameter, retryAfterSeconds, cause }: RequestFailureFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.parameter = parameter;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  override get name(): string {
    return 'RequestFailure';
  }
}
