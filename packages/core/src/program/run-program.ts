import { exitCodes, reportFailure } from './report-failure.ts';

/** A program, see {@link runProgram}. */
export interface Program {
  /** Runs the command line, and returns the exit code if it is not 0. `signal` aborts only with `endsOnSignal`. */
  readonly run: (args: readonly string[], signal: AbortSignal) => Promise<number | void> | number | void;
  /** Text below the message for a wrong argument or command line, such as the usage. @default '' */
  readonly hint?: string | ((args: readonly string[]) => string);
  /** Returns the text for an error. @default its message */
  readonly format?: (error: Error) => string;
  /**
   * True when `run` ends soon after `signal` aborts, at SIGINT or SIGTERM. A second one ends the process. Without it, the first one does.
   *
   * @default false
   */
  readonly endsOnSignal?: boolean;
}

/**
 * Runs a program of this process. Its exit code is 0 for success, 1 for a failure, 2 for a wrong argument or command line and 130 for an
 * interruption, and every failure is reported in one sentence.
 *
 * It ends quietly when the reader of its results closes the pipe, as in `program | head -1`.
 *
 * @example
 * await runProgram({ run: ([name]) => console.log(`Hello ${name}`), hint: 'Usage: hello NAME\n' });
 */
export async function runProgram({ run, hint = '', format, endsOnSignal = false }: Program): Promise<void> {
  const { stdout, stderr, argv } = process;
  const args = argv.slice(2);
  // Registered first: in a container, the kernel drops signals that process 1 does not listen for.
  const signal = endsOnSignal ? signalOfProcess() : new AbortController().signal;
  stdout.on('error', (error) => afterClosedPipe(error, () => process.exit()));
  stderr.on('error', (error) => afterClosedPipe(error, () => {}));
  try {
    process.exitCode = (await run(args, signal)) ?? exitCodes.success;
  } catch (error) {
    const text = typeof hint === 'string' ? hint : hint(args);
    process.exitCode = reportFailure(error, { stderr, hint: text, signal, ...(format && { format }) });
  }
}

function signalOfProcess(): AbortSignal {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => (ending.signal.aborted ? process.exit(exitCodes.interrupted) : ending.abort()));
  return ending.signal;
}

function afterClosedPipe(error: NodeJS.ErrnoException, action: () => void): void {
  if (error.code !== 'EPIPE') throw error;
  action();
}
