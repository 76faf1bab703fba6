import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';

/** Returns an error that shows only the type of a value, because the value may contain a secret. */
export function wrongType(value: unknown, parameter: string, expected: string): InvalidArgumentError {
  const problem = () =>
    `${parameter} must be ${expected}, but is ${value === null ? 'null' : `of the type ${typeof value}`}.`;
  return new InvalidArgumentError({ parameter, value: typeof value, expected, problem });
}
