interface Alarm {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Number of event loop turns without an alarm after which no alarm is expected. */
const mostIdleTurns = 100;

/** Virtual time, which advances when no other work is left. Hours pass in seconds. */
export class VirtualTime {
  #now = 0;
  #order = 0;
  #isHeld = false;
  /** A binary heap, the earliest alarm first. */
  readonly #alarms: Alarm[] = [];

  /** Milliseconds since the start. */
  get now(): number {
    return this.#now;
  }

  /** Keeps time from advancing in this turn of the event loop. Call it in work that continues in the next turn. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Resolves after `ms` virtual milliseconds. */
  async sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + ms, resolve));
  }

  /** Calls `wake` at a time. Calls for the same time run in the order of registration. */
  at(at: number, wake: () => void): void {
    const alarms = this.#alarms;
    let index = alarms.push({ at, order: this.#order++, wake }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Advances time until a promise settles. @throws {Error} on a deadlock, when no alarm is left. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    let idleTurns = 0;
    while (true) {
      // Lets woken tasks do their work at this time. Some of them may wait for an event loop turn themselves.
      await new Promise(setImmediate);
      if (isSettled) return promise;
      if (this.#isHeld) {
        this.#isHeld = false;
        continue;
      }
      const alarm = this.#takeEarliest();
      if (alarm === undefined) {
        if (idleTurns++ === mostIdleTurns) throw new Error('Deadlock: all tasks wait, and no alarm is set.');
        continue;
      }
      idleTurns = 0;
      this.#now = Math.max(this.#now, alarm.at);
      alarm.wake();
    }
  }

  #takeEarliest(): Alarm | undefined {
    const alarms = this.#alarms;
    const [first] = alarms;
    const last = alarms.pop();
    if (last === undefined || alarms.length === 0) return last;
    alarms[0] = last;
    let index = 0;
    while (true) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let smallest = index;
      if (left < alarms.length && this.#isBefore(left, smallest)) smallest = left;
      if (right < alarms.length && this.#isBefore(right, smallest)) smallest = right;
      if (smallest === index) return first;
      this.#swap(index, smallest);
      index = smallest;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#alarms[one]!, this.#alarms[other]!];
    return a.at === b.at ? a.order < b.order : a.at < b.at;
  }

  #swap(one: number, other: number): void {
    const kept = this.#alarms[one]!;
    this.#alarms[one] = this.#alarms[other]!;
    this.#alarms[other] = kept;
  }
}
