import { InferenceError } from '@x/core';

/**
 * An {@link InferenceError} for a session that has ended, which fails all its pending runs.
 *
 * Only the scheduler distinguishes it. The scheduler repeats a failed run sequence by sequence, but not after the end of a
 * session: that would not identify the cause, and a sequence that crashes the process could crash it again. The error keeps
 * the class name that callers know.
 */
export class SessionEndedError extends InferenceError {}
