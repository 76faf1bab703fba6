import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The program, as it is built. */
const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What a run of the program came to. */
export interface ProgramRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program without a terminal. */
export async function runProgram(
  args: readonly string[],
  { input = '', cwd }: { readonly input?: string; readonly cwd?: string } = {},
): Promise<ProgramRun> {
  const child = startChild(args, cwd);
  child.stdin.end(input);
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await ended) as [number | null];
  return { status, stdout, stderr };
}

/** The program while it works, and the lines that it has printed. */
export class RunningProgram {
  readonly lines: string[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #errors: Promise<string>;
  #hasEnded = false;
  #wake = (): void => {};

  constructor(args: readonly string[], cwd?: string) {
    this.#child = startChild(args, cwd);
    this.#errors = text(this.#child.stderr);
    createInterface({ input: this.#child.stdout })
      .on('line', (line) => {
        this.lines.push(line);
        this.#wake();
      })
      .once('close', () => {
        this.#hasEnded = true;
        this.#wake();
      });
  }

  /** Waits for a line with these words. @throws {Error} with what it wrote to stderr, when it ends without one. */
  async wrote(words: string): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => line.includes(words));
      if (found !== undefined) return found;
      if (this.#hasEnded) throw new Error(`it ended without "${words}":\n${await this.#errors}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Sends it a signal, unless it has ended, and gives its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [status] = (await exited) as [number | null];
    return status;
  }
}

function startChild(args: readonly string[], cwd?: string): ChildProcessByStdio<Writable, Readable, Readable> {
  const env = { ...process.env, NO_COLOR: '1', COLUMNS: undefined };
  return spawn(process.execPath, [program, ...args], { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
}
