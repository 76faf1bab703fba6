import { VectorStoreError } from '@x/core';

/** Facts of an {@link UploadError}. */
export interface UploadErrorFacts {
  readonly collection: string;
  readonly stored: number;
  readonly resumeAt: number;
  readonly cause: unknown;
}

/**
 * Thrown when an upload fails after some of its points were stored. Its `cause` is the failure, whose status and retryability it repeats. The rule for
 * `resumeAt` is in docs/decisions/0072-qdrant-adapter-where-an-upload-goes-on.md.
 *
 * @example
 * try {
 *   await client.uploadPoints('ships', pointsOf(file));
 * } catch (error) {
 *   if (UploadError.isInstance(error)) await client.uploadPoints('ships', pointsOf(file), { startAt: error.resumeAt });
 * }
 */
export class UploadError extends VectorStoreError {
  /** Points that the store has confirmed. Points of a request whose response was lost may also be stored. */
  readonly stored: number;
  /** Every point before this position of the source is stored. Pass it as `startAt` to resume. */
  readonly resumeAt: number;

  constructor({ collection, stored, resumeAt, cause }: UploadErrorFacts) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const { status, retryAfterMs } = VectorStoreError.isInstance(cause) ? cause : {};
    super({
      message: `The upload to "${collection}" stopped after ${stored} points were stored: ${reason}`,
      operation: 'uploadPoints',
      collection,
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      isRetryable: VectorStoreError.isInstance(cause) && cause.isRetryable,
      cause,
    });
    this.stored = stored;
    this.resumeAt = resumeAt;
  }

  override get name(): string {
    return 'UploadError';
  }

  static override isInstance(this: void, value: unknown): value is UploadError {
    return VectorStoreError.isInstance(value) && 'resumeAt' in value;
  }
}
