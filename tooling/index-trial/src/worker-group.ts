import { startProcess, type TrialProcess } from './child-process.ts';
import type { WorkerSettings } from './worker-child.ts';

/** Worker processes, some of which are killed. Disposing stops all of them. */
export class WorkerGroup implements AsyncDisposable {
  /** Attempts of units that the workers have reported. */
  units = 0;
  kills = 0;
  readonly #settings: WorkerSettings;
  readonly #random: () => number;
  readonly #onUnit: () => void;
  readonly #workers: Promise<TrialProcess>[] = [];

  constructor(
    settings: WorkerSettings,
    { size, random, onUnit }: { readonly size: number; readonly random: () => number; readonly onUnit: () => void },
  ) {
    this.#settings = settings;
    this.#random = random;
    this.#onUnit = onUnit;
    for (let count = 0; count < size; count++) this.#workers.push(this.#start());
  }

  /** Kills a random worker and starts another one in its place. */
  async killOne(): Promise<void> {
    const place = Math.floor(this.#random() * this.#workers.length);
    const victim = this.#workers[place]!;
    this.kills++;
    this.#workers[place] = (async () => {
      await (await victim).kill();
      return this.#start();
    })();
    await this.#workers[place];
  }

  /** Returns the error output of the remaining workers. */
  async errors(): Promise<readonly string[]> {
    return (await Promise.all(this.#workers)).flatMap(({ errors }) => errors);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map(async (worker) => (await worker)[Symbol.asyncDispose]()));
  }

  async #start(): Promise<TrialProcess> {
    const onLine = (): void => {
      this.units++;
      this.#onUnit();
    };
    return startProcess('bundled/worker-child', { settings: this.#settings, onLine });
  }
}
