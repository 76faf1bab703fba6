/** The error of a request that was refused or got no response. The page shows its `message`. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  /** The error code of the server, or `unreachable` when there was no response. */
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
