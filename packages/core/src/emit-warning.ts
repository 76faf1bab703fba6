/** Identifies a warning and says what to do about it. */
export interface WarningOptions {
  /** E.g. `TruncationWarning`. */
  readonly type: string;
  /** E.g. `X_TRUNCATION`. */
  readonly code: string;
  readonly detail?: string;
}

/**
 * Warns the user of the program. In Node.js it emits a process warning, which Node.js prints and programs can listen for; in browsers it writes to
 * the console.
 *
 * @example
 * emitWarning('m cut 2 of 20 inputs.', { type: 'TruncationWarning', code: 'X_TRUNCATION' });
 */
export function emitWarning(message: string, options: WarningOptions): void {
  const { process } = globalThis as {
    readonly process?: { emitWarning?(text: string, options: WarningOptions): void };
  };
  if (process?.emitWarning !== undefined) process.emitWarning(message, options);
  // oxlint-disable-next-line no-console -- a browser has no process warnings
  else console.warn(`[${options.code}] ${options.type}: ${message} ${options.detail ?? ''}`.trimEnd());
}
