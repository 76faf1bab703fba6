import { InvalidArgumentError } from '@x/core';

/**
 * Returns the fields that a user adds to requests.
 *
 * @param own Fields that the requests set themselves, each with advice on what to do instead of adding it.
 * @throws {InvalidArgumentError} when an added field is one of `own`: it would be overwritten, or break the reading of responses.
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
      expected: 'the name of an additional field',
      problem: (shown) => `${parameter} contains ${shown}, a field that requests set themselves.`,
      advice,
    });
  }
  return fields;
}
