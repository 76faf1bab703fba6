import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { hasMethod } from '../has-method.ts';

/** What a part of a program must be, see {@link requireMethods}. */
export interface WantedMethods {
  readonly methods: readonly string[];
  /** What has them, e.g. `a reranker, such as TextCrossEncoder.load gives`. */
  readonly expected: string;
}

/**
 * Checks that `value` has these methods, and returns it: for an embedder, a reranker or a store that somebody hands in.
 *
 * @throws {InvalidArgumentError} when it is something else.
 *
 * @example
 * const wanted = { methods: ['rerank'], expected: 'a reranker, such as TextCrossEncoder.load gives' };
 * requireMethods(TextCrossEncoder.load(name), 'reranker', wanted);
 * // throws: reranker must be a reranker, such as TextCrossEncoder.load gives, but is a promise: await it first.
 */
export function requireMethods<Value>(value: Value, parameter: string, { methods, expected }: WantedMethods): Value {
  if (typeof value === 'object' && value !== null && methods.every((name) => hasMethod(value, name))) return value;
  throw new InvalidArgumentError({ parameter, value, expected });
}

/**
 * Checks what a constructor is given that only a `load` of its own class calls, and returns it.
 *
 * @throws {InvalidArgumentError} when it was called with `new`; the message says what to call instead.
 *
 * @example
 * requireMadeBy('Model.load(name)', undefined, 'tokenizer');
 * // throws: the argument of new Model must be what its load passes, but is undefined. Use `await Model.load(name)` in place of `new`.
 */
export function requireMadeBy<Parts>(call: string, parts: Parts, field: string): Parts {
  if (typeof parts === 'object' && parts !== null && field in parts) return parts;
  const [className] = call.split('.');
  throw new InvalidArgumentError({
    parameter: `the argument of new ${className}`,
    value: parts,
    expected: 'what its load passes',
    advice: `Use \`await ${call}\` in place of \`new\`.`,
  });
}
