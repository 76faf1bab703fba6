/**
 * Opens a database at its first use and keeps it open until it is released or disposed of.
 *
 * Only one process at a time can open a database, and opening a large one takes a second. A long-running server therefore keeps it open, and
 * releases it between calls when another process needs it.
 */
export class DatabaseLease<Database extends AsyncDisposable> implements AsyncDisposable {
  readonly #open: () => Promise<Database>;
  #opened: Promise<Database> | undefined;
  /** Resolves when the last close is complete. Opening the database again waits for it. */
  #closed: Promise<void> = Promise.resolve();
  #users = 0;
  #isWanted = false;

  constructor(open: () => Promise<Database>) {
    this.#open = open;
  }

  /** Runs `work` with the open database. Several calls may run concurrently. */
  async use<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    this.#users++;
    try {
      return await work(await this.#get());
    } finally {
      this.#users--;
      if (this.#isWanted) this.#closeUnused();
    }
  }

  /** Closes the database as soon as no call uses it. The next use opens it again. */
  release(): void {
    this.#isWanted = this.#opened !== undefined;
    this.#closeUnused();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closeUnused();
    await this.#closed;
  }

  #get(): Promise<Database> {
    const opening = (this.#opened ??= this.#closed.then(() => this.#open()));
    // After a failure, the next use tries to open the database again.
    opening.catch(() => {
      if (this.#opened === opening) this.#opened = undefined;
    });
    return opening;
  }

  #closeUnused(): void {
    const opened = this.#opened;
    if (opened === undefined || this.#users > 0) return;
    this.#opened = undefined;
    this.#isWanted = false;
    this.#closed = opened.then(
      (database) => database[Symbol.asyncDispose](),
      () => {},
    );
  }
}
