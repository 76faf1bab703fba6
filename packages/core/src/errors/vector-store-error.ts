import { hasErrorCode, XError } from './x-error.ts';

/** Facts of a {@link VectorStoreError}. `status` follows Qdrant's REST API: 400, 404, 409, 422, 429, 5xx. */
export interface VectorStoreErrorFacts {
  readonly message: string;
  readonly operation: string;
  readonly collection?: string;
  readonly status?: number;
  readonly isRetryable?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Thrown when a vector store refuses or fails a call. The message is the store's own, if it sent one. */
export class VectorStoreError extends XError {
  readonly code = 'VECTOR_STORE';
  readonly operation: string;
  readonly collection: string | undefined;
  readonly status: number | undefined;
  /** True when the same call may succeed later: the network failed, or the store was overloaded. */
  readonly isRetryable: boolean;
  /** Milliseconds to wait before the next attempt, if the server asks for a wait. */
  readonly retryAfterMs: number | undefined;

  constructor({
    message,
    operation,
    collection,
    status,
    isRetryable = false,
    retryAfterMs,
    cause,
  }: VectorStoreErrorFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.operation = operation;
    this.collection = collection;
    this.status = status;
    this.isRetryable = isRetryable;
    this.retryAfterMs = retryAfterMs;
  }

  override get name(): string {
    return 'VectorStoreError';
  }

  static override isInstance(this: void, value: unknown): value is VectorStoreError {
    return hasErrorCode(value, 'VECTOR_STORE');
  }
}
