import { InvalidArgumentError, isPlainObject } from '@x/core';

/**
 * Checks that a body is an object of plain data.
 *
 * @throws {InvalidArgumentError} when it is not. For example, spreading a `Map` would lose its data.
 */
export function requireBody(body: unknown): asserts body is object {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (isPlainObject(body)) return;
  throw new InvalidArgumentError({
    parameter: 'body',
    value: body,
    expected: isObject ? 'an object of plain JSON data' : 'an object',
  });
}

/** Returns the body with defaults for its absent and undefined fields. @throws {InvalidArgumentError} when {@link requireBody} throws it. */
export function withDefaults<Body extends object, Defaults extends object>(
  body: Body | undefined,
  defaults: Defaults,
): Defaults & Body {
  requireBody(body);
  const given = Object.entries(body).filter(([key, value]) => value !== undefined || !Object.hasOwn(defaults, key));
  return { ...defaults, ...(Object.fromEntries(given) as Body) };
}
