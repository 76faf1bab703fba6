import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/**
 * What a test and a reduction of `__fixtures__/reductions.mjs` have in common, whatever thread or process it is in: files in a
 * folder.
 */
export class RunGate {
  readonly folder: string;

  constructor(folder: string) {
    mkdirSync(folder);
    this.folder = folder;
  }

  /** How many runs have reached their reduction. */
  get runs(): number {
    return this.#linesOf('runs').length;
  }

  /** Where the model was opened, each time: the id of the process. */
  get starts(): number[] {
    return this.#linesOf('starts').map(Number);
  }

  /** Makes runs wait before they end. Not inline: nobody would be left to let go. */
  hold(): void {
    writeFileSync(join(this.folder, 'hold'), '');
  }

  /** Lets the runs end that were held back. */
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

  /** Kills the child process that was started last, and resolves once the parent knows. */
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

/** A killed process has its id until its parent has been told. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
