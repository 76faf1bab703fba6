import { hasErrorCode, XError } from './x-error.ts';

/**
 * Thrown when a tensor or vector does not have the required dimensions. `tensor` names it, and `problem` replaces the default message.
 *
 * @example
 * new ShapeMismatchError({ tensor: 'scores', expected: '[2, 1]', actual: '[2, 3]' }).message;
 * // => '"scores" has the shape [2, 3], but [2, 1] is needed. Is this the right kind of model?'
 */
export class ShapeMismatchError extends XError {
  readonly code = 'SHAPE_MISMATCH';
  readonly tensor: string;
  readonly expected: string;
  readonly actual: string;

  constructor({ tensor, expected, actual, problem }: ShapeMismatchFacts) {
    super(
      problem ?? `"${tensor}" has the shape ${actual}, but ${expected} is needed. Is this the right kind of model?`,
    );
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

/** Facts of a {@link ShapeMismatchError}. */
interface ShapeMismatchFacts {
  readonly tensor: string;
  /** What is needed, e.g. `[batch, 384]`. */
  readonly expected: string;
  /** What was found, in the same form. */
  readonly actual: string;
  /** The whole message, for a mismatch that is not one of shapes. @default `"tensor" has the shape actual, but expected is needed. …` */
  readonly problem?: string;
}
