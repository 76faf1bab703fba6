import { hasErrorCode, XError } from './x-error.ts';

/** Thrown before any work when an argument cannot be used; `parameter` names it, `value` is what was passed. */
export class InvalidArgumentError extends XError {
  readonly code = 'INVALID_ARGUMENT';
  readonly parameter: string;
  readonly value: unknown;

  constructor({ parameter, value, expected }: { parameter: string; value: unknown; expected: string }) {
    super(`${parameter} must be ${expected}, but is ${describe(value)}.`);
    this.parameter = parameter;
    this.value = value;
  }

  override get name(): string {
    return 'InvalidArgumentError';
  }

  static override isInstance(this: void, value: unknown): value is InvalidArgumentError {
    return hasErrorCode(value, 'INVALID_ARGUMENT');
  }
}

const maxShownCharacters = 60;

function describe(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > maxShownCharacters
      ? `${JSON.stringify(value.slice(0, maxShownCharacters))}…`
      : JSON.stringify(value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Uint8Array || value instanceof Int32Array || value instanceof Float32Array) {
    return `${value.constructor.name}(${value.length})`;
  }
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name ?? 'null prototype'})`;
  if (typeof value === 'function') return 'a function';
  return String(value);
}
