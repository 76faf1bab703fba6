import { InferenceError, InvalidArgumentError } from '@x/core';

/**
 * Calls `read`. Adds to any error which text it was, e.g. `documents[3]`. A caller's tokenizer or stemmer sees one text and does not know its index.
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
