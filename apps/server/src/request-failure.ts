/** A failure of a request in a form that is the same for all dialects. */
export interface RequestFailureFacts {
  /** HTTP status. 499 means that the client disconnected, so that nobody reads the response. */
  readonly status: 400 | 401 | 403 | 404 | 413 | 415 | 422 | 429 | 499 | 500 | 503;
  readonly message: string;
  /** The field of the body that caused the failure. */
  readonly parameter?: string | undefined;
  /** Seconds that the client should wait before a retry. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** The error that refuses a request. Every check throws it. */
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

/** Returns the failure of a request whose client disconnected before the response. Logs and metrics show its status. */
export function clientGone(cause: unknown): RequestFailure {
  return new RequestFailure({ status: 499, message: 'The client closed the connection.', cause });
}
