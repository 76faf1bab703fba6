/** Thrown when the program cannot run a command. The message is a sentence with the reason. */
export class ProgramError extends Error {
  override get name(): string {
    return 'ProgramError';
  }
}
