import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { hasMethod } from '../has-method.ts';

/** The methods that a value must have, see {@link requireMethods}. */
export interface WantedMethods {
  readonly methods: readonly string[];
  /** Description of a value with these methods, such as `a loaded reranker, e.g. from TextCrossEncoder.load of @x/cross-encoder`. */
  readonly expected: string;
}

/**
 * Checks that `value` has these methods, and returns it. Use it for an embedder, a reranker or a store that the caller passes in.
 *
 * @throws {InvalidArgumentError} when a method is missing.
 *
 * @example
 * const wanted = { methods: ['rerank'], expected: 'a loaded reranker, e.g. from TextCrossEncoder.load of @x/cross-encoder' };
 * requireMethods(TextCrossEncoder.load(name), 'reranker', wanted);
 * // throws: reranker must be a loaded reranker, e.g. from TextCrossEncoder.load of @x/cross-encoder, but is a promise: await it first.
 */
export function requireMethods<Value>(value: Value, parameter: string, { methods, expected }: WantedMethods): Value {
  if (typeof value === 'object' && value !== null && methods.every((name) => hasMethod(value, name))) return value;
  throw new InvalidArgumentError({ parameter, value, expected });
}

/**
 * Checks the argument of a constructor that only the class's own `load` may call, and returns it.
 *
 * @throws {InvalidArgumentError} when the argument has no `field`, as when a user calls `new`. The message says what to call instead.
 *
 * @example
 * requireMadeBy('Model.load(name)', undefined, 'tokenizer');
 * // throws: new Model cannot be called directly. Use `await Model.load(name)` instead of `new`.
 */
export function requireMadeBy<Parts>(call: string, parts: Parts, field: string): Parts {
  if (typeof parts === 'object' && parts !== null && field in parts) return parts;
  const [className] = call.split('.');
  throw new InvalidArgumentError({
    parameter: `the argument of new ${className}`,
    value: parts,
    expected: 'the value that its load method passes',
    problem: () => `new ${className} cannot be called directly.`,
    advice: `Use \`await ${call}\` instead of \`new\`.`,
  });
}
