import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { nearestNames } from '../nearest-names.ts';

/**
 * Checks that `options` has no other names than the known ones, and returns it. A name whose value is undefined counts as not given, and so does
 * what an object inherits (docs/decisions/0116-misspelt-options-are-refused.md).
 *
 * @throws {InvalidArgumentError} naming the first unknown name and those that are near, or else all known ones. No error shows the value, which
 *   may be a secret.
 *
 * @example
 * requireKnownNames({ topk: 5 }, ['candidates', 'topK']); // throws: name in options must be a known one, but is "topk". Did you mean topK?
 */
export function requireKnownNames<Options extends object>(
  options: Options,
  knownNames: readonly string[],
  parameter = 'options',
): Options {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || knownNames.includes(name)) continue;
    const near = nearestNames(name, knownNames);
    throw new InvalidArgumentError({
      parameter: `name in ${parameter}`,
      value: name,
      expected: near.length > 0 ? 'a known one' : `one of ${knownNames.join(', ')}`,
      ...(near.length > 0 && { advice: `Did you mean ${near.join(' or ')}?` }),
    });
  }
  return options;
}
