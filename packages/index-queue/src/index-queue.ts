import type { Clock, QueuePort } from './queue/queue-port.ts';
import { systemClock } from './queue/system-clock.ts';

/** A queue of indexing work. See {@link openIndexQueue}. */
export class IndexQueue implements AsyncDisposable {
  readonly name: string;
  /** The underlying queues. Programs need them only to provide their own. */
  readonly port: QueuePort;
  readonly clock: Clock;
  #closed: Promise<void> | undefined;

  /** Creates a queue over your own port. {@link openIndexQueue} creates one over BullMQ. */
  constructor(name: string, port: QueuePort, clock: Clock = systemClock) {
    this.name = name;
    this.port = port;
    this.clock = clock;
  }

  /** Disconnects, and rejects the calls that have not ended. Close the workers of the queue first. A second call waits for the first. */
  async close(): Promise<void> {
    this.#closed ??= this.port.close();
    await this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
