/** A refusal of the naive model: only its status counts. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

export function refused(status: number): Refused {
  return new Refused(status);
}
