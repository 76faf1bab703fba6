import { hasErrorCode, XError } from './x-error.ts';

/** Facts of a {@link RemoteModelError}. */
export interface RemoteModelErrorFacts {
  readonly message: string;
  readonly model: string;
  readonly url: string;
  readonly status?: number | undefined;
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Thrown when a server refuses or fails a request to a model, or answers what is no answer; the message has the server's own in it. */
export class RemoteModelError extends XError {
  readonly code = 'REMOTE_MODEL';
  readonly model: string;
  /** Where the request went, without what may be a secret. */
  readonly url: string;
  /** The HTTP status, where one was received. */
  readonly status: number | undefined;
  /** True when the same request may succeed later: the network failed, or the server was overloaded. */
  readonly isRetryable: boolean;
  /** Milliseconds that the server asks to wait, where it says so. */
  readonly retryAfterMs: number | undefined;

  constructor({ message, model, url, status, isRetryable = false, retryAfterMs, cause }: RemoteModelErrorFacts) {
    super(`The model "${model}" at ${url} ${message}`, cause === undefined ? undefined : { cause });
    this.model = model;
    this.url = url;
    this.status = status;
    this.isRetryable = isRetryable;
    this.retryAfterMs = retryAfterMs;
  }

  override get name(): string {
    return 'RemoteModelError';
  }

  static override isInstance(this: void, value: unknown): value is RemoteModelError {
    return hasErrorCode(value, 'REMOTE_MODEL');
  }
}
