import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a model cannot be started or run. `model` names it, and `reason` is the runtime's own message. */
export class InferenceError extends XError {
  readonly code = 'INFERENCE';
  readonly model: string;
  readonly reason: string;

  constructor({ model, message, cause }: { model: string; message: string; cause?: unknown }) {
    super(`The model "${model}" failed: ${message}`, cause === undefined ? undefined : { cause });
    this.model = model;
    this.reason = message;
  }

  override get name(): string {
    return 'InferenceError';
  }

  static override isInstance(this: void, value: unknown): value is InferenceError {
    return hasErrorCode(value, 'INFERENCE');
  }
}
