import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a work queue cannot be opened, refuses a call, or marks one of its runs as failed. The message contains the queue's own message. */
export class QueueError extends XError {
  readonly code = 'QUEUE';
  /** The queue's name. */
  readonly queue: string;
  /** The operation that failed, e.g. `open`. */
  readonly operation: string;

  constructor({ message, queue, operation }: { message: string; queue: string; operation: string }) {
    super(message);
    this.queue = queue;
    this.operation = operation;
  }

  override get name(): string {
    return 'QueueError';
  }

  static override isInstance(this: void, value: unknown): value is QueueError {
    return hasErrorCode(value, 'QUEUE');
  }
}
