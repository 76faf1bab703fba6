/**
 * Opens a resource when it is used, and keeps it open until it is disposed of or another wants it.
 *
 * One process at a time has a database, and to open a large one takes a second: a server that waits for calls all day keeps it open, and lets
 * others have it in between.
 */
export class DatabaseLease<Database extends AsyncDisposable> implements AsyncDisposable {
  readonly #open: () => Promise<Database>;
  #opened: Promise<Database> | undefined;
  /** The end of the last closing: a new opening waits for it. */
  #closed: Promise<void> = Promise.resolve();
  #users = 0;
  #isWanted = false;

  constructor(open: () => Promise<Database>) {
    this.#open = open;
  }

  /** Runs `work` with the open database. Several may use it at a time. */
  async use<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
    this.#users++;
    try {
      return await work(await this.#get());
    } finally {
      this.#users--;
      if (this.#isWanted) this.#closeUnused();
    }
  }

  /** Closes the database when nobody uses it any more. The next use opens it again. */
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
    // One that failed is tried again at the next use.
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
