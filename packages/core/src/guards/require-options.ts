import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';

/** What an option may be, see {@link requireOptions}. A `secret` is a text that no error shows, nor what stands in its place. */
export type OptionKind = 'text' | 'secret' | 'number' | 'boolean' | 'function' | 'list' | 'object' | 'signal';

/** The kind of each option of a public function; one with several may be any of them. */
export type OptionKinds<Options> = {
  readonly [Name in keyof Options]-?: OptionKind | readonly OptionKind[];
};

const kinds: Record<OptionKind, { readonly name: string; readonly includes: (value: unknown) => boolean }> = {
  text: { name: 'a string', includes: (value) => typeof value === 'string' },
  secret: { name: 'a string', includes: (value) => typeof value === 'string' },
  number: { name: 'a number', includes: (value) => typeof value === 'number' },
  boolean: { name: 'a boolean', includes: (value) => typeof value === 'boolean' },
  function: { name: 'a function', includes: (value) => typeof value === 'function' },
  list: { name: 'an array', includes: (value) => Array.isArray(value) },
  object: { name: 'an object', includes: (value) => isObject(value) && !Array.isArray(value) },
  signal: { name: 'an AbortSignal', includes: isSignal },
};

/**
 * Checks that `options` is an object whose options, where they are given, are of the right kind, and returns it. Whether a value is in
 * range is for the function to check that knows what it is for.
 *
 * @throws {InvalidArgumentError} naming the first option of a wrong kind, or `parameter` when `options` itself is no object.
 *
 * @example
 * const fetchKinds: OptionKinds<FetchOptions> = { url: 'text', timeoutMs: 'number', signal: 'signal' };
 * requireOptions({ timeoutMs: '5' }, fetchKinds); // throws: timeoutMs must be a number, but is "5".
 */
export function requireOptions<Options extends object>(
  options: Options,
  optionKinds: Readonly<Record<string, OptionKind | readonly OptionKind[]>>,
  parameter = 'options',
): Options {
  requireKind(options, 'object', parameter);
  for (const [name, kind] of Object.entries(optionKinds)) {
    const value: unknown = Reflect.get(options, name);
    if (value !== undefined) requireKind(value, kind, name);
  }
  return options;
}

/**
 * Checks that `value` is of this kind, or one of these, and returns it.
 *
 * @throws {InvalidArgumentError} when it is not.
 */
export function requireKind<Value>(value: Value, kind: OptionKind | readonly OptionKind[], parameter: string): Value {
  const allowed = [kind].flat();
  if (allowed.some((name) => kinds[name].includes(value))) return value;
  const shown = allowed.includes('secret') ? typeof value : value;
  throw new InvalidArgumentError({
    parameter,
    value: shown,
    expected: allowed.map((name) => kinds[name].name).join(' or '),
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Also one of another realm, or of a library. */
function isSignal(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { aborted, addEventListener, throwIfAborted } = value as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && [addEventListener, throwIfAborted].every((part) => typeof part === 'function');
}
