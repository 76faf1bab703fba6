/** A rejection by the naive model. Only its status is compared. */
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
