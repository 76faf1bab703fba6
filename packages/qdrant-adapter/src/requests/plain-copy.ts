import { types } from 'node:util';
import { InvalidArgumentError, isPlainObject } from '@x/core';

/** Maximum nesting of objects and lists, including the body. The JSON parser of a server refuses more. */
const maxLevels = 127;

/** Numbers from this limit on round to Infinity as a 32-bit float. It is halfway between the largest finite one and the next power of two. */
const float32Limit = 2 ** 128 - 2 ** 103;

const loneSurrogate = /\p{Surrogate}/u;

/** Options of {@link PlainCopy}. */
export interface PlainCopyOptions {
  /** Whether to accept and count typed arrays and bigints. The caller then checks that each is in a field that allows it. @default false */
  readonly takesSpecials?: boolean;
  /** Index of the first point in the caller's list, for the paths in errors. @default 0 */
  readonly firstPoint?: number;
}

/**
 * Copies a body to plain JSON data, so that every backend reads the same data.
 *
 * It copies what JSON would write: own enumerable fields with string names. Each field is read once, so a getter runs once and the checked value is
 * the value that is sent. Undefined fields are omitted, a `Date` becomes its ISO text, and -0 becomes 0. Everything else that JSON would change or
 * drop is refused. Lists of numbers and typed arrays are not copied.
 */
export class PlainCopy {
  /** Number of typed arrays and bigints that were found. */
  specials = 0;
  readonly #float32Lists = new Set<object>();
  readonly #leftOut = new WeakMap<object, string>();
  readonly #path: (string | number)[] = [];
  readonly #takesSpecials: boolean;
  readonly #firstPoint: number;

  constructor({ takesSpecials = false, firstPoint = 0 }: PlainCopyOptions = {}) {
    this.#takesSpecials = takesSpecials;
    this.#firstPoint = firstPoint;
  }

  /**
   * Returns the copy of a body.
   *
   * @throws {InvalidArgumentError} naming the first path that is not plain JSON data. Errors of a getter or proxy are not wrapped.
   */
  of(body: object): Record<string, unknown> {
    if (!isPlainObject(body)) throw this.#refusal(body, plainData);
    return this.#copyFields(body);
  }

  /** Returns the name of a field that was omitted from an object of the copy: an undefined field, or a hidden field of an object without others. */
  leftOut(copy: object): string | undefined {
    return this.#leftOut.get(copy);
  }

  /** Returns true for a non-empty list of numbers that all round to finite 32-bit floats. Such a list is a valid dense vector. */
  isFloat32List(list: object): boolean {
    return this.#float32Lists.has(list);
  }

  #copy(value: unknown): unknown {
    switch (typeof value) {
      case 'boolean':
        return value;
      case 'number':
        if (!Number.isFinite(value)) throw this.#refusal(value, 'a finite number', 'JSON supports no others.');
        return value === 0 ? 0 : value;
      case 'string':
        return this.#requireWellFormed(value);
      case 'bigint':
        return this.#special(value);
      case 'object':
        return value === null ? null : this.#copyObject(value);
      default:
        throw this.#refusal(value, plainData);
    }
  }

  #copyObject(value: object): unknown {
    if (this.#path.length >= maxLevels) {
      throw this.#refusal(value, `nested at most ${maxLevels} levels deep, without a cycle`);
    }
    if (Array.isArray(value)) return this.#isNumberList(value) ? value : this.#copyList(value);
    if (isPlainObject(value)) return this.#copyFields(value);
    if (types.isFloat32Array(value) || types.isUint32Array(value)) return this.#special(value);
    if (types.isDate(value) && !Number.isNaN(Date.prototype.getTime.call(value))) {
      return Date.prototype.toISOString.call(value);
    }
    throw this.#refusal(value, plainData);
  }

  /** Returns true when a list has only numbers that JSON writes unchanged. A list that could change between two reads is copied instead. */
  #isNumberList(list: readonly unknown[]): boolean {
    let areFloat32 = list.length > 0;
    for (let index = 0; index < list.length; index++) {
      const value = list[index];
      if (typeof value !== 'number' || !Number.isFinite(value) || Object.is(value, -0)) return false;
      if (value >= float32Limit || value <= -float32Limit) areFloat32 = false;
    }
    if (types.isProxy(list) || 'toJSON' in list) return false;
    if (areFloat32) this.#float32Lists.add(list);
    return true;
  }

  #copyList(list: readonly unknown[]): unknown[] {
    const copy: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      this.#path.push(index);
      copy.push(this.#copy(list[index]));
      this.#path.pop();
    }
    return copy;
  }

  #copyFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const copy: Record<string, unknown> = {};
    let count = 0;
    let leftOut: string | undefined;
    for (const key of Object.keys(fields)) {
      const value = fields[key];
      if (value === undefined) {
        leftOut ??= key;
        continue;
      }
      this.#path.push(key);
      this.#requireWellFormed(key);
      setOwn(copy, key, this.#copy(value));
      this.#path.pop();
      count++;
    }
    // JSON omits fields that are not enumerable or have a symbol as name. An object with only such fields must not be taken for an empty one.
    if (count === 0) leftOut ??= Reflect.ownKeys(fields)[0]?.toString();
    if (leftOut !== undefined) this.#leftOut.set(copy, leftOut);
    return copy;
  }

  #requireWellFormed(text: string): string {
    if (!loneSurrogate.test(text)) return text;
    throw this.#refusal(text, 'well-formed Unicode, without lone surrogates');
  }

  #special<Value extends bigint | object>(value: Value): Value {
    if (!this.#takesSpecials) {
      throw this.#refusal(value, plainData, 'Only vectors may be typed arrays, and only ids may be bigints.');
    }
    this.specials++;
    return value;
  }

  #refusal(value: unknown, expected: string, advice?: string): InvalidArgumentError {
    const [root, index] = this.#path;
    const steps = this.#path.map((step, level) => {
      if (typeof step === 'string') return level === 0 ? step : `.${step}`;
      return `[${level === 1 && root === 'points' && step === index ? step + this.#firstPoint : step}]`;
    });
    // Describing a proxy in the error's message may run its traps, which may throw.
    const isProxy = types.isProxy(value);
    const facts = { parameter: steps.join('') || 'body', value: isProxy ? 'a Proxy' : value, expected };
    return new InvalidArgumentError({
      ...facts,
      ...(isProxy && { problem: () => `${facts.parameter} must be ${expected}, but is a Proxy.` }),
      ...(advice !== undefined && { advice }),
    });
  }
}

const plainData = 'plain JSON data or a Date';

/** Sets a field whose name may be `__proto__`. Plain assignment to that name would set the prototype. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
}
