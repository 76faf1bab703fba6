import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a model cannot be started or run; `model` names it, the runtime's own message follows. */
export class InferenceError extends XError {
  readonly code = 'INFERENCE';
  readonly model: string;

  constructor({ model, message, cause }: { model: string; message: string; cause?: unknown }) {
    super(`The model "${model}" failed: ${message}`, cause === undefined ? undefined : { cause });
    this.model = model;
  }

  static override isInstance(this: void, value: unknown): value is InferenceError {
    return hasErrorCode(value, 'INFERENCE');
  }
}
