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

/** Thrown when a server refuses or fails a request to a model, or its response is invalid. The message contains the server's own message. */
export class RemoteModelError extends XError {
  readonly code = 'REMOTE_MODEL';
  readonly model: string;
  /** Address of the request, without parts that may be secret. */
  readonly url: string;
  /** The HTTP status, if one was received. */
  readonly status: number | undefined;
  /** True when the same request may succeed later: the network failed, or the server was overloaded. */
  readonly isRetryable: boolean;
  /** Milliseconds to wait before the next attempt, if the server asks for a wait. */
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
