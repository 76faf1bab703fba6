import { InferenceError } from '@x/core';

/**
 * An {@link InferenceError} that says that the session is gone, and with it every run that was under way.
 *
 * Told apart for the scheduler alone, which repeats a failed run sequence by sequence: here that would blame nobody, and start
 * a process that dies of one of them again and again. It keeps the name of the class that callers know.
 */
export class SessionEndedError extends InferenceError {}
