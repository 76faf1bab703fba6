import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { XError } from '../errors/x-error.ts';
import { ProgramError, UsageError } from './program-error.ts';

/** The exit codes of all programs. */
export const exitCodes = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** How {@link reportFailure} reports an error. */
export interface FailureReport {
  /** Stream for the message. */
  readonly stderr: { write(text: string): unknown };
  /** Text below the message for a wrong argument or command line, such as the usage. @default '' */
  readonly hint?: string;
  /** The signal that interrupts the program. Without it, no error is an interruption. */
  readonly signal?: AbortSignal;
  /** Returns the text for an error. @default its message */
  readonly format?: (error: Error) => string;
}

/**
 * Reports why a program failed in one sentence, and returns its exit code: 2 for a wrong argument or command line, 130 for an interruption, which
 * needs no message, and 1 for any other failure.
 *
 * @throws `error` itself when it is not meant for a user: when it is neither an `XError`, a {@link ProgramError} nor an error of the operating system.
 */
export function reportFailure(error: unknown, report: FailureReport): number {
  const { stderr, hint = '', signal, format = ({ message }) => message } = report;
  if (signal?.aborted && hasCause(error, signal.reason)) return exitCodes.interrupted;
  if (!isForUsers(error)) throw error;
  const isUsage = error instanceof UsageError || InvalidArgumentError.isInstance(error) || isParseError(error);
  stderr.write(`${format(error)}\n${isUsage ? hint : ''}`);
  return isUsage ? exitCodes.usage : exitCodes.failure;
}

function hasCause(error: unknown, cause: unknown): boolean {
  return error === cause || (error instanceof Error && error.cause !== undefined && hasCause(error.cause, cause));
}

function isForUsers(error: unknown): error is Error {
  if (XError.isInstance(error) || error instanceof ProgramError) return true;
  return error instanceof Error && ('syscall' in error || isParseError(error));
}

/** Returns true for errors of `parseArgs` of `node:util`. */
function isParseError(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
