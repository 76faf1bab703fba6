/** Thrown when the command line cannot be understood; the message says why, in a sentence. */
export class UsageError extends Error {
  override get name(): string {
    return 'UsageError';
  }
}
