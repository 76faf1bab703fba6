import { hasMethod } from '../has-method.ts';
import { hasErrorCode, XError } from './x-error.ts';

/**
 * Thrown before any work starts when an argument cannot be used. `parameter` names the argument and `value` is what was passed.
 */
export class InvalidArgumentError extends XError {
  readonly code = 'INVALID_ARGUMENT';
  readonly parameter: string;
  readonly value: unknown;
  /** What the argument must be, usually in the words of the message. */
  readonly expected: string;
  /** A sentence on what to do, with which the message ends. */
  readonly advice: string | undefined;

  constructor({ parameter, value, expected, advice, problem }: InvalidArgumentFacts) {
    const sentence = problem?.(describe(value)) ?? `${parameter} must be ${expected}, but is ${describe(value)}.`;
    super(advice === undefined ? sentence : `${sentence} ${advice}`);
    this.parameter = parameter;
    this.value = value;
    this.expected = expected;
    this.advice = advice;
  }

  override get name(): string {
    return 'InvalidArgumentError';
  }

  static override isInstance(this: void, value: unknown): value is InvalidArgumentError {
    return hasErrorCode(value, 'INVALID_ARGUMENT');
  }
}

/** Facts of an {@link InvalidArgumentError}. */
interface InvalidArgumentFacts {
  readonly parameter: string;
  readonly value: unknown;
  /** What the argument must be, e.g. `a number from 0 to 1`. */
  readonly expected: string;
  /** A sentence on what to do. */
  readonly advice?: string;
  /** Returns the first sentence of the message for the value as it is shown. @default `parameter must be expected, but is value.` */
  readonly problem?: (shown: string) => string;
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
  if (typeof value === 'object' && value !== null) {
    if (hasMethod(value, 'then')) return 'a promise: await it first';
    return `an object (${value.constructor?.name ?? 'null prototype'})`;
  }
  if (typeof value === 'function') {
    // A class was passed instead of the object that its `load` returns.
    return hasMethod(value, 'load')
      ? `the class ${value.name}: call \`await ${value.name}.load(...)\` first`
      : 'a function';
  }
  return String(value);
}
