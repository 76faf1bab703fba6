// The global registry, so that two installed copies of the package share it.
const marker = Symbol.for('@x/error');

/**
 * The base of every error that an `@x` package throws on purpose.
 *
 * `code` is stable across versions and safe to switch on; the message is for people and may change. An error caused by
 * another one keeps it in `cause`. Use {@link XError.isInstance} instead of `instanceof`: it also recognises errors from a
 * second installed copy of the package.
 *
 * @example
 * try { await embedding.embed(texts); } catch (error) { if (XError.isInstance(error)) report(error.code); }
 */
export abstract class XError extends Error {
  abstract readonly code: string;
  /** The name of the class, which each class spells out: minifiers rename classes. */
  abstract override get name(): string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, marker, { value: true });
  }

  /** True when `value` was thrown by any copy of any `@x` package. */
  static isInstance(this: void, value: unknown): value is XError {
    return typeof value === 'object' && value !== null && Reflect.get(value, marker) === true;
  }
}

/** True when `value` is an {@link XError} with this `code`, whichever copy of the package made it. */
export function hasErrorCode(value: unknown, code: string): boolean {
  return XError.isInstance(value) && value.code === code;
}
