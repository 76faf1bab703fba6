// A symbol of the global registry, so that two installed copies of the package share it.
const marker = Symbol.for('@x/error');

/**
 * Base class of every error that an `@x` package throws deliberately.
 *
 * `code` is stable across versions and safe to switch on; the message is for people and may change. `cause` is the error that caused this one.
 * Use {@link XError.isInstance} instead of `instanceof`: it also recognizes errors of a second installed copy of the package.
 *
 * @example
 * try { await embedding.embed(texts); } catch (error) { if (XError.isInstance(error)) report(error.code); }
 */
export abstract class XError extends Error {
  abstract readonly code: string;
  /** Name of the class. Each class returns it as a literal, because minifiers rename classes. */
  abstract override get name(): string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, marker, { value: true });
  }

  /** Returns true when `value` is an error of any copy of any `@x` package. */
  static isInstance(this: void, value: unknown): value is XError {
    return typeof value === 'object' && value !== null && Reflect.get(value, marker) === true;
  }
}

/** Returns true when `value` is an {@link XError} with this `code`, whichever copy of the package created it. */
export function hasErrorCode(value: unknown, code: string): boolean {
  return XError.isInstance(value) && value.code === code;
}
