import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The built program. */
const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The exit code and output of a run of the program. */
export interface ProgramRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program without a terminal, until it ends. */
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

/** A running program, with the lines that it has printed. */
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

  /** Waits for a line with these words and returns it. @throws {Error} with the text of stderr, when the program ends first. */
  async wrote(words: string): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => line.includes(words));
      if (found !== undefined) return found;
      if (this.#hasEnded) throw new Error(`the program ended without printing "${words}":\n${await this.#errors}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Sends a signal to the program unless it has ended. Resolves with its exit code. */
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
