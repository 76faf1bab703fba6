/**
 * Orders operations on the same subject: writes one after the other in the order of the calls, each read after the
 * writes that were called before it. Different subjects do not wait for each other.
 */
export class OperationQueue {
  readonly #lastWrites = new Map<string, Promise<void>>();
  readonly #running = new Set<Promise<unknown>>();

  /** Runs `task` after all earlier writes on `subject`, whether they succeeded or failed. */
  write<T>(subject: string, task: () => Promise<T>): Promise<T> {
    const previous = this.#lastWrites.get(subject) ?? Promise.resolve();
    const result = previous.then(task);
    const settled = result.then(ignore, ignore);
    this.#lastWrites.set(subject, settled);
    return this.#track(
      result.finally(() => {
        if (this.#lastWrites.get(subject) === settled) this.#lastWrites.delete(subject);
      }),
    );
  }

  /** Runs `task` after all earlier writes on `subject`. */
  read<T>(subject: string, task: () => Promise<T>): Promise<T> {
    const previous = this.#lastWrites.get(subject) ?? Promise.resolve();
    return this.#track(previous.then(task));
  }

  /** Runs `task` after all earlier writes on any subject. */
  readAll<T>(task: () => Promise<T>): Promise<T> {
    return this.#track(Promise.all(this.#lastWrites.values()).then(task));
  }

  /** Resolves when everything called so far has settled. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  #track<T>(operation: Promise<T>): Promise<T> {
    this.#running.add(operation);
    const forget = (): void => {
      this.#running.delete(operation);
    };
    operation.then(forget, forget);
    return operation;
  }
}

function ignore(): void {}
