import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** Lets a test control a reduction of `__fixtures__/reductions.mjs` in any thread or process, by files in a folder. */
export class RunGate {
  readonly folder: string;

  constructor(folder: string) {
    mkdirSync(folder);
    this.folder = folder;
  }

  /** Number of runs that have reached their reduction. */
  get runs(): number {
    return this.#linesOf('runs').length;
  }

  /** Process ids, one for each time that the model was opened. */
  get starts(): number[] {
    return this.#linesOf('starts').map(Number);
  }

  /**
   * Makes runs wait before they end. Do not use with inline isolation: the waiting run blocks the thread that would call
   * {@link letGo}.
   */
  hold(): void {
    writeFileSync(join(this.folder, 'hold'), '');
  }

  /** Lets the waiting runs end. */
  letGo(): void {
    rmSync(join(this.folder, 'hold'), { force: true });
  }

  /** Resolves once `count` runs have reached their reduction. */
  async runBegun(count = 1): Promise<void> {
    while (this.runs < count) await setImmediate();
  }

  /** Resolves once the model is about to be opened for the `count`th time. */
  async startBegun(count = 1): Promise<void> {
    while (this.starts.length < count) await setImmediate();
  }

  /** Kills the child process that started last, and resolves once the parent knows. */
  async killChild(): Promise<void> {
    const child = this.starts.at(-1)!;
    if (child === process.pid) throw new Error('The model is not in a process of its own.');
    process.kill(child, 'SIGKILL');
    while (isAlive(child)) await setImmediate();
  }

  #linesOf(file: string): string[] {
    try {
      return readFileSync(join(this.folder, file), 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  }
}

/** A killed process keeps its id until its parent has been notified. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
