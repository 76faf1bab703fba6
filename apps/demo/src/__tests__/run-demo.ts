import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect } from 'vitest';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The exit code and the output of a run of the program. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program with its own home folder, which is initially empty, and with no environment variables except the given ones. */
export class DemoHome implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<DemoHome> {
    return new DemoHome(await mkdtemp(join(tmpdir(), 'x-demo-')));
  }

  run(args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
    const { PATH = '', SystemRoot = '' } = process.env;
    const env = { PATH, SystemRoot, HOME: this.path, USERPROFILE: this.path, ...environment };
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], { env, cwd: this.path }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  }

  /** Runs the program with `--json` and returns the parsed output. */
  async runJson<Result>(args: readonly string[], environment?: Record<string, string>): Promise<Result> {
    const { code, stdout, stderr } = await this.run([...args, '--json'], environment);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as Result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}
