/** Thrown when a program cannot do what it was asked to. The message is one sentence for its user, with the reason. */
export class ProgramError extends Error {
  override get name(): string {
    return 'ProgramError';
  }
}

/** Thrown when the command line cannot be understood. The message is one sentence with the reason. */
export class UsageError extends ProgramError {
  override get name(): string {
    return 'UsageError';
  }
}
