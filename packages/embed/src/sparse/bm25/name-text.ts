import { InferenceError, InvalidArgumentError } from '@x/core';

/**
 * Calls `read` and adds the text's name to any error. The caller's own tokenizer and stemmer see one text at a time and cannot name it.
 *
 * @throws {InvalidArgumentError} when such a function returned an invalid value.
 * @throws {InferenceError} when such a function threw; its error is the cause.
 */
export function nameText<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (InvalidArgumentError.isInstance(cause)) {
      const { parameter, value, expected } = cause;
      throw new InvalidArgumentError({ parameter: `${parameter} of ${name}`, value, expected });
    }
    const message = `${name} could not be split into words: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new InferenceError({ model: 'Qdrant/bm25', message, cause });
  }
}
