import type { VirtualTime } from './virtual-time.ts';

/** The speed of a server. */
export interface ServerSpeed {
  readonly perSecond: number;
  /** Milliseconds of the round trip. */
  readonly latencyMs: number;
}

/** A server that processes its requests in order at a constant rate. */
export class ModeledServer {
  #busyMs = 0;
  #freeAt = 0;
  readonly #time: VirtualTime;
  readonly #speed: ServerSpeed;

  constructor(time: VirtualTime, speed: ServerSpeed) {
    this.#time = time;
    this.#speed = speed;
  }

  /** Milliseconds of all work so far. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /** Milliseconds until the server would start a new request. */
  get backlogMs(): number {
    return Math.max(0, this.#freeAt - this.#time.now);
  }

  /** Resolves when `amount` is processed, after all earlier requests. */
  async use(amount: number): Promise<void> {
    const { perSecond, latencyMs } = this.#speed;
    const ms = (amount / perSecond) * 1000;
    this.#busyMs += ms;
    this.#freeAt = this.#time.now + this.backlogMs + ms;
    await this.#time.sleep(this.#freeAt - this.#time.now + latencyMs);
  }
}
