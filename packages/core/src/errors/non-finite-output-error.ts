import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a model returns NaN or Infinity. `index` is the position of the input. */
export class NonFiniteOutputError extends XError {
  readonly code = 'NON_FINITE_OUTPUT';
  readonly model: string;
  readonly index: number;
  readonly value: number;

  constructor({ model, index, value }: { model: string; index: number; value: number }) {
    super(
      `The model "${model}" returned ${value} for input ${index}. The weights may be damaged or may overflow in half precision: use another file of the model.`,
    );
    this.model = model;
    this.index = index;
    this.value = value;
  }

  override get name(): string {
    return 'NonFiniteOutputError';
  }

  static override isInstance(this: void, value: unknown): value is NonFiniteOutputError {
    return hasErrorCode(value, 'NON_FINITE_OUTPUT');
  }
}
