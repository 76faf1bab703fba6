import type { Clock, QueuePort } from './queue/queue-port.ts';
import { systemClock } from './queue/system-clock.ts';

/** A queue of index work, see {@link openIndexQueue}. */
export class IndexQueue implements AsyncDisposable {
  readonly name: string;
  /** The queues behind it; of no use to programs, save those that bring their own. */
  readonly port: QueuePort;
  readonly clock: Clock;

  /** For queues of your own: {@link openIndexQueue} makes those of BullMQ. */
  constructor(name: string, port: QueuePort, clock: Clock = systemClock) {
    this.name = name;
    this.port = port;
    this.clock = clock;
  }

  /** Disconnects. Workers of it are to be closed before. */
  async close(): Promise<void> {
    await this.port.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
