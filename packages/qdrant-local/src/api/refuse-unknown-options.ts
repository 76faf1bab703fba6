import { InvalidArgumentError } from '@x/core';

/**
 * Refuses what is left of an options object when all options that there are have been taken out of it.
 *
 * @throws {InvalidArgumentError} that names the first one, and those that there are.
 */
export function refuseUnknownOptions(rest: object, known: readonly string[]): void {
  for (const [parameter, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    const expected = `left out, because there is no such option; there are ${known.join(', ')}`;
    throw new InvalidArgumentError({ parameter, value, expected });
  }
}
