/**
 * A resource with several concurrent users. It is disposed of after its owner has released it and the last use has ended.
 *
 * This allows replacing a model while searches use it.
 */
export class Shared<Resource extends AsyncDisposable> {
  readonly resource: Resource;
  readonly #freed: Promise<void>;
  #free: () => void = () => {};
  #uses = 0;
  #isReleased = false;

  constructor(resource: Resource) {
    this.resource = resource;
    this.#freed = new Promise<void>((resolve) => (this.#free = resolve)).then(() => resource[Symbol.asyncDispose]());
  }

  /** Keeps the resource until the returned function is called. Call that function only once. */
  hold(): () => void {
    this.#uses++;
    return () => {
      this.#uses--;
      this.#freeUnused();
    };
  }

  /** Keeps the resource while `work` runs. */
  async use<Result>(work: (resource: Resource) => Promise<Result>): Promise<Result> {
    const letGo = this.hold();
    try {
      return await work(this.resource);
    } finally {
      letGo();
    }
  }

  /** Releases the resource as its owner. Resolves when it is disposed of. Idempotent. */
  release(): Promise<void> {
    this.#isReleased = true;
    this.#freeUnused();
    return this.#freed;
  }

  #freeUnused(): void {
    if (this.#isReleased && this.#uses === 0) this.#free();
  }
}
