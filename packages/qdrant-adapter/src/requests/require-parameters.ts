import { InvalidArgumentError } from '@x/core';

/** Fields of bodies that are sent in the URL, where every value is a string. A server could not parse other values. */
const parameters: Readonly<Record<string, readonly [isRight: (value: unknown) => boolean, expected: string]>> = {
  wait: [(value) => typeof value === 'boolean', 'a boolean'],
  ordering: [(value) => isOneOf(value, ['weak', 'medium', 'strong']), "'weak', 'medium' or 'strong'"],
  timeout: [isCount, 'a whole number of seconds, 1 or more'],
  consistency: [
    (value) => isCount(value) || isOneOf(value, ['majority', 'quorum', 'all']),
    "a whole number, 1 or more, or 'majority', 'quorum' or 'all'",
  ],
};

/**
 * Checks the fields of a body that are parameters of the URL.
 *
 * @throws {InvalidArgumentError} naming the first parameter with an invalid value. Null is valid.
 */
export function requireParameters(body: Readonly<Record<string, unknown>>): void {
  for (const [parameter, [isRight, expected]] of Object.entries(parameters)) {
    const value = body[parameter] ?? null;
    if (value !== null && !isRight(value)) throw new InvalidArgumentError({ parameter, value, expected });
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function isOneOf(value: unknown, texts: readonly string[]): boolean {
  return texts.some((text) => text === value);
}
