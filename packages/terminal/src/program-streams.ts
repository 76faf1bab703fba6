/** What a command reads and writes. */
export interface ProgramStreams {
  readonly stdin: NodeJS.ReadStream;
  /** Results. */
  readonly stdout: NodeJS.WriteStream;
  /** Progress and everything else. */
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Aborted when the program is to end. */
  readonly signal: AbortSignal;
}
