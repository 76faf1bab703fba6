/** A request that was refused or not answered: `message` is a sentence for whoever reads the page. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  /** The server's word for programs, or `unreachable` where there was no answer. */
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
