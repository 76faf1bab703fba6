/**
 * Something that several use at once: it is freed when its owner has let go of it and the last use is over.
 *
 * So a model can be exchanged while searches run on it.
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

  /** Keeps it until the function that it answers is called, once. */
  hold(): () => void {
    this.#uses++;
    return () => {
      this.#uses--;
      this.#freeUnused();
    };
  }

  /** Keeps it while `work` is under way. */
  async use<Result>(work: (resource: Resource) => Promise<Result>): Promise<Result> {
    const letGo = this.hold();
    try {
      return await work(this.resource);
    } finally {
      letGo();
    }
  }

  /** Lets go of it as its owner; resolves when it is freed. Idempotent. */
  release(): Promise<void> {
    this.#isReleased = true;
    this.#freeUnused();
    return this.#freed;
  }

  #freeUnused(): void {
    if (this.#isReleased && this.#uses === 0) this.#free();
  }
}
