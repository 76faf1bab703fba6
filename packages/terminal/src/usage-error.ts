/** Thrown when the command line cannot be understood; the message explains why in one sentence. */
export class UsageError extends Error {
  override get name(): string {
    return 'UsageError';
  }
}
