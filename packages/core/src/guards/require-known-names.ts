import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { nearestNames } from '../nearest-names.ts';

/**
 * Checks that `options` has only known names, and returns it. Names whose value is undefined and inherited names are ignored
 * (docs/decisions/0116-misspelt-options-are-refused.md).
 *
 * @throws {InvalidArgumentError} naming the first unknown name with similar known names, or with all known names if none is similar. The error
 *   never shows the value, which may be a secret.
 *
 * @example
 * requireKnownNames({ topk: 5 }, ['candidates', 'topK']); // throws: options has no option "topk". Did you mean topK?
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
      expected: near.length > 0 ? 'a known name' : `one of ${knownNames.join(', ')}`,
      advice: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known options: ${knownNames.join(', ')}.`,
      problem: (shown) => `${parameter} has no option ${shown}.`,
    });
  }
  return options;
}
