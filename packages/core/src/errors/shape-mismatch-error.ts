import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a tensor or vector does not have the required dimensions. `tensor` names it. */
export class ShapeMismatchError extends XError {
  readonly code = 'SHAPE_MISMATCH';
  readonly tensor: string;
  readonly expected: string;
  readonly actual: string;

  constructor({ tensor, expected, actual }: { tensor: string; expected: string; actual: string }) {
    super(`"${tensor}" has the shape ${actual}, but ${expected} is needed. Is this the right kind of model?`);
    this.tensor = tensor;
    this.expected = expected;
    this.actual = actual;
  }

  override get name(): string {
    return 'ShapeMismatchError';
  }

  static override isInstance(this: void, value: unknown): value is ShapeMismatchError {
    return hasErrorCode(value, 'SHAPE_MISMATCH');
  }
}
