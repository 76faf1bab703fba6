/** A write in two steps. `prepare` may wait for a disk and changes nothing visible to reads. `apply` makes the change while no read runs. */
export interface WriteSteps<Prepared, Result> {
  readonly prepare: () => Promise<Prepared>;
  readonly apply: (prepared: Prepared) => Result | Promise<Result>;
}

/**
 * Orders operations on the same subject. Writes run one at a time in the order of the calls. Each read runs after the writes
 * called before it, and before the writes called after it. Operations on different subjects do not wait for each other. An
 * exclusive operation waits for all operations called before it, and operations called after it wait for it.
 *
 * A read may take many turns of the event loop and still sees one state: a later write is prepared during the read and applied
 * after it. A read must not wait for another operation of the queue, which may be waiting for the read.
 *
 * An operation resolves its subject when it starts, not when it is called, because an exclusive operation before it may change
 * what a name refers to.
 */
export class OperationQueue {
  readonly #lastWrites = new Map<string, Promise<void>>();
  /** The reads that the next write of a subject has to wait for. */
  readonly #readsSinceWrite = new Map<string, Set<Promise<void>>>();
  readonly #running = new Set<Promise<unknown>>();
  /** Starts the operations that wait for an exclusive operation to end, in the order of the calls. */
  readonly #held: (() => void)[] = [];
  #isExclusive = false;

  /** Prepares the write after all earlier writes on the subject, successful or not. Applies it after all earlier reads, too. */
  write<Prepared, Result>(subjectOf: () => string, steps: WriteSteps<Prepared, Result>): Promise<Result> {
    return this.#letIn(() => this.#startWrite(subjectOf(), steps));
  }

  /** Runs `task` after all earlier writes on the subjects. None of the subjects changes until the task is done. */
  read<T>(subjectsOf: () => Iterable<string>, task: () => Promise<T>): Promise<T> {
    return this.#letIn(() => {
      const subjects = [...new Set(subjectsOf())];
      // All subjects are entered in one step. If two reads entered them one by one, they could wait for each other.
      const earlierWrites = subjects.map((subject) => this.#lastWrites.get(subject) ?? Promise.resolve());
      const result = Promise.all(earlierWrites).then(task);
      for (const subject of subjects) this.#holdBackWrites(subject, result);
      return result;
    });
  }

  /** Runs `task`, which must finish without waiting, after all earlier writes on any subject. */
  readAll<T>(task: () => Promise<T>): Promise<T> {
    return this.#letIn(() => Promise.all(this.#lastWrites.values()).then(task));
  }

  /** Runs `task` while no other operation runs. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    return this.#letIn(() => {
      this.#isExclusive = true;
      const result = Promise.allSettled(this.#running).then(task);
      return result.finally(() => {
        this.#isExclusive = false;
        while (!this.#isExclusive && this.#held.length > 0) this.#held.shift()!();
      });
    });
  }

  /** Resolves when everything called so far has settled. */
  async idle(): Promise<void> {
    // Operations held back by an exclusive operation start before that operation has settled.
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #startWrite<Prepared, Result>(subject: string, { prepare, apply }: WriteSteps<Prepared, Result>): Promise<Result> {
    const earlierReads = [...(this.#readsSinceWrite.get(subject) ?? [])];
    this.#readsSinceWrite.delete(subject);
    const previous = this.#lastWrites.get(subject) ?? Promise.resolve();
    const result = previous.then(async () => {
      const prepared = await prepare();
      await Promise.all(earlierReads);
      return apply(prepared);
    });
    const settled = result.then(ignore, ignore);
    this.#lastWrites.set(subject, settled);
    return result.finally(() => {
      if (this.#lastWrites.get(subject) === settled) this.#lastWrites.delete(subject);
    });
  }

  #holdBackWrites(subject: string, read: Promise<unknown>): void {
    const reads = this.#readsSinceWrite.get(subject) ?? new Set();
    const settled = read.then(ignore, ignore).finally(() => {
      reads.delete(settled);
      if (reads.size === 0 && this.#readsSinceWrite.get(subject) === reads) this.#readsSinceWrite.delete(subject);
    });
    this.#readsSinceWrite.set(subject, reads.add(settled));
  }

  #letIn<T>(start: () => Promise<T>): Promise<T> {
    if (!this.#isExclusive) return this.#track(start());
    return new Promise((resolve) => {
      this.#held.push(() => resolve(this.#track(start())));
    });
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
