import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when no allowed source has the model. `attempts` lists the sources that were tried and their results, in order. */
export class ModelUnavailableError extends XError {
  readonly code = 'MODEL_UNAVAILABLE';
  readonly model: string;
  readonly attempts: readonly string[];

  constructor({
    model,
    attempts,
    advice,
    cause,
  }: {
    model: string;
    attempts: readonly string[];
    advice: string;
    cause?: unknown;
  }) {
    super(
      `The model "${model}" is not available: ${attempts.join('; ')}. ${advice}`,
      cause === undefined ? undefined : { cause },
    );
    this.model = model;
    this.attempts = attempts;
  }

  override get name(): string {
    return 'ModelUnavailableError';
  }

  static override isInstance(this: void, value: unknown): value is ModelUnavailableError {
    return hasErrorCode(value, 'MODEL_UNAVAILABLE');
  }
}
