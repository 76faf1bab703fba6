import type { VirtualTime } from './virtual-time.ts';

/** How fast a server is. */
export interface ServerSpeed {
  readonly perSecond: number;
  /** Milliseconds on the way there and back. */
  readonly latencyMs: number;
}

/** A server that works through its requests in their order, at a rate. */
export class ModelledServer {
  #busyMs = 0;
  #freeAt = 0;
  readonly #time: VirtualTime;
  readonly #speed: ServerSpeed;

  constructor(time: VirtualTime, speed: ServerSpeed) {
    this.#time = time;
    this.#speed = speed;
  }

  /** Milliseconds of work that it was given so far. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /** Milliseconds until it begins a request that comes now. */
  get backlogMs(): number {
    return Math.max(0, this.#freeAt - this.#time.now);
  }

  /** Resolves when so much was done, after what came before it. */
  async use(amount: number): Promise<void> {
    const { perSecond, latencyMs } = this.#speed;
    const ms = (amount / perSecond) * 1000;
    this.#busyMs += ms;
    this.#freeAt = this.#time.now + this.backlogMs + ms;
    await this.#time.sleep(this.#freeAt - this.#time.now + latencyMs);
  }
}
