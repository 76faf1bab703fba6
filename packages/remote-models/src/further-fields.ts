import { InvalidArgumentError } from '@x/core';

/**
 * The fields that somebody adds to requests.
 *
 * @param own Fields that requests have of themselves, and what to do in place of adding them.
 * @throws {InvalidArgumentError} when one of them is among the added ones, where it would be overwritten, or break the reading of answers.
 */
export function requireFurtherFields(
  fields: Readonly<Record<string, unknown>> = {},
  parameter: string,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  for (const [value, advice] of Object.entries(own)) {
    if (fields[value] === undefined) continue;
    throw new InvalidArgumentError({
      parameter: `name in ${parameter}`,
      value,
      expected: 'the name of a further field',
      advice,
    });
  }
  return fields;
}
