/** The streams and environment of a command. */
export interface ProgramStreams {
  readonly stdin: NodeJS.ReadStream;
  /** For results. */
  readonly stdout: NodeJS.WriteStream;
  /** For progress and all other output. */
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Aborted when the program should stop. */
  readonly signal: AbortSignal;
}
