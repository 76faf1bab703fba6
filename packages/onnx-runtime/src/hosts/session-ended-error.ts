import { InferenceError } from '@x/core';

/**
 * An {@link InferenceError} that says that the session is gone, and with it every run that was under way.
 *
 * Told apart for the scheduler alone, which repeats a failed run sequence by sequence: here that would blame nobody, and start
 * a process that dies of one of them again and again.
 */
export class SessionEndedError extends InferenceError {
  constructor(facts: ConstructorParameters<typeof InferenceError>[0]) {
    super(facts);
    // The class that callers know.
    Object.defineProperty(this, 'name', { value: InferenceError.name, configurable: true });
  }
}
