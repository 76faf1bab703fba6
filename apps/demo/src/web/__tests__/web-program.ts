import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

/** A process of the built program with `--web`. */
export class WebProgram implements AsyncDisposable {
  /** The output so far. */
  readonly output: { stdout: string; stderr: string } = { stdout: '', stderr: '' };
  /** Resolves with the exit code and the signal when the process ends. */
  readonly ended: Promise<unknown[]>;
  readonly #child: ChildProcessWithoutNullStreams;

  private constructor(args: readonly string[], environment: Readonly<Record<string, string>>) {
    const env = { ...process.env, ...environment };
    this.#child = spawn(process.execPath, [program, '--web', '--no-open', ...args], { env });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.output.stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.output.stderr += text));
    this.ended = once(this.#child, 'close');
  }

  /** Starts the program. Resolves when it listens or has ended. */
  static async start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<WebProgram> {
    const web = new WebProgram(args, environment);
    await Promise.race([once(web.#child.stdout, 'data'), web.ended]);
    return web;
  }

  get url(): string {
    return /http:\S+/.exec(this.output.stdout)?.[0] ?? '';
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGKILL');
    await this.ended;
  }
}
