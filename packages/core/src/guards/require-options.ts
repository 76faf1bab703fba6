import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { requireKnownNames } from './require-known-names.ts';
import { wrongType } from './wrong-type.ts';

/**
 * Kind of an option's value, see {@link requireOptions}. A `secret` is a string. Errors never show its value, even one of the
 * wrong kind. `any` is for options that are checked elsewhere.
 */
export type OptionKind = 'text' | 'secret' | 'number' | 'boolean' | 'function' | 'list' | 'object' | 'signal' | 'any';

/** The kind of each option of a public function. An option with several kinds may have any of them. */
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
  any: { name: 'anything', includes: () => true },
};

/** Option kinds by name, for any options. */
type NamedKinds = Readonly<Record<string, OptionKind | readonly OptionKind[]>>;

/**
 * Checks that `options` is an object, that it has no unknown names and that the given options have the right kinds, and returns it. The caller
 * checks the range of each value.
 *
 * @throws {InvalidArgumentError} naming the first unknown name with similar names, the first option of a wrong kind, or `parameter` when `options`
 *   itself is not an object.
 *
 * @example
 * const fetchKinds: OptionKinds<FetchOptions> = { url: 'text', timeoutMs: 'number', signal: 'signal' };
 * requireOptions({ timeoutMs: '5' }, fetchKinds); // throws: timeoutMs must be a number, but is "5".
 * requireOptions({ timeoutms: 5 }, fetchKinds); // throws: options has no option "timeoutms". Did you mean timeoutMs?
 */
export function requireOptions<Options extends object>(
  options: Options,
  optionKinds: NamedKinds,
  parameter = 'options',
): Options {
  requireKind(options, 'object', parameter);
  requireKnownNames(options, Object.keys(optionKinds), parameter);
  for (const [name, kind] of Object.entries(optionKinds)) {
    const value: unknown = Reflect.get(options, name);
    if (value !== undefined) requireKind(value, kind, name);
  }
  return options;
}

/**
 * Returns the given options that a table names. Use it in a function that takes the options of several others and passes each its own.
 *
 * @example
 * pickOptions({ url: 'https://example.org', retries: 3 }, { url: 'text', timeoutMs: 'number' }); // => { url: 'https://example.org' }
 */
export function pickOptions<Options extends object, Kinds extends NamedKinds>(
  options: Options,
  optionKinds: Kinds,
): Pick<Options, keyof Options & keyof Kinds> {
  const given = Object.entries(options).filter(
    ([name, value]) => value !== undefined && Object.hasOwn(optionKinds, name),
  );
  return Object.fromEntries(given) as Pick<Options, keyof Options & keyof Kinds>;
}

/**
 * Checks that `value` is of this kind, or of one of these kinds, and returns it.
 *
 * @throws {InvalidArgumentError} when it is not.
 */
export function requireKind<Value>(value: Value, kind: OptionKind | readonly OptionKind[], parameter: string): Value {
  const allowed = [kind].flat();
  if (allowed.some((name) => kinds[name].includes(value))) return value;
  const expected = allowed.map((name) => kinds[name].name).join(' or ');
  if (allowed.includes('secret')) throw wrongType(value, parameter, expected);
  throw new InvalidArgumentError({ parameter, value, expected });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Also returns true for a signal of another realm or of a library. */
function isSignal(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { aborted, addEventListener, throwIfAborted } = value as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && [addEventListener, throwIfAborted].every((part) => typeof part === 'function');
}
