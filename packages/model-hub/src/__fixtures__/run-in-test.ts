import { Writable } from 'node:stream';
import { type RunProgramOptions, runProgram } from '../program/run-program.ts';

export interface ProgramRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program and returns its exit code and output. */
export async function runInTest(args: readonly string[], options: RunProgramOptions = {}): Promise<ProgramRun> {
  const out = textSink();
  const err = textSink();
  const code = await runProgram(args, { stdout: out.stream, stderr: err.stream, ...options });
  return { code, out: out.text(), err: err.text() };
}

function textSink(): { readonly stream: Writable; text(): string } {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      parts.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => parts.join('') };
}
