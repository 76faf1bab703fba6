import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a queue of work cannot be opened, refuses a call, or ends a run of it as failed; the message has the queue's own words in it. */
export class QueueError extends XError {
  readonly code = 'QUEUE';
  /** The queue's name. */
  readonly queue: string;
  /** What was asked of it, e.g. `open`. */
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
