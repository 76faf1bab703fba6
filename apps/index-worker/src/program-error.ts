/** Thrown when the program cannot do what it was asked; the message says why, in a sentence. */
export class ProgramError extends Error {
  override get name(): string {
    return 'ProgramError';
  }
}
