import { hasErrorCode, XError } from './x-error.ts';

/** Thrown when a resource is used after it was disposed or closed. `resource` names it. */
export class DisposedError extends XError {
  readonly code = 'DISPOSED';
  readonly resource: string;

  constructor({ resource }: { resource: string }) {
    super(`${resource} was disposed and cannot be used any more. Create a new one.`);
    this.resource = resource;
  }

  override get name(): string {
    return 'DisposedError';
  }

  static override isInstance(this: void, value: unknown): value is DisposedError {
    return hasErrorCode(value, 'DISPOSED');
  }
}
