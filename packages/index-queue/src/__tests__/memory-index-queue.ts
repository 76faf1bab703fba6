import { IndexQueue } from '../index-queue.ts';
import type { Clock } from '../queue/queue-port.ts';
import { memoryPort } from './memory-queue.ts';

/** A clock whose time advances immediately by the duration of each sleep. */
export class FakeClock implements Clock {
  time = 1_000_000;
  readonly sleeps: number[] = [];

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(ms);
    this.time += ms;
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
}

/** Creates a queue in memory with a fake clock. */
export function memoryIndexQueue(treatment: { tries?: number; keepCompleted?: number } = {}): {
  readonly queue: IndexQueue;
  readonly clock: FakeClock;
} {
  const clock = new FakeClock();
  return { queue: new IndexQueue('articles', memoryPort({ clock, ...treatment }), clock), clock };
}
