import { InferenceError, InvalidArgumentError } from '@x/core';

/**
 * Reads a text, and names it in whatever that throws: functions of the caller's, which see one text at a time, know no other.
 *
 * @throws {InvalidArgumentError} when such a function returned something that cannot be used.
 * @throws {InferenceError} when it failed, with its own error as the cause.
 */
export function nameText<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (InvalidArgumentError.isInstance(cause)) {
      const { parameter, value, expected } = cause;
      throw new InvalidArgumentError({ parameter: `${parameter} of ${name}`, value, expected });
    }
    const message = `${name} could not be divided into words: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new InferenceError({ model: 'Qdrant/bm25', message, cause });
  }
}
