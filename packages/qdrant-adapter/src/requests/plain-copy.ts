import { types } from 'node:util';
import { InvalidArgumentError, isPlainObject } from '@x/core';

/** Objects and lists within each other, the body included: the JSON reader of a server refuses more. */
const maxLevels = 127;

/** From here on a number is rounded to an infinite 32-bit float: halfway between the largest one and the next power of two. */
const float32Limit = 2 ** 128 - 2 ** 103;

const loneSurrogate = /\p{Surrogate}/u;

/** Options of {@link PlainCopy}. */
export interface PlainCopyOptions {
  /** Take typed arrays and bigints, and count them: whoever knows their places checks those. @default false */
  readonly takesSpecials?: boolean;
  /** Number of the first point in the caller's own list, for the places in errors. @default 0 */
  readonly firstPoint?: number;
}

/**
 * Copies a body to plain JSON data, so that every backend reads the same.
 *
 * What counts is what JSON would write: own enumerable fields with names that are texts. Each is read once, so that a getter answers once, and
 * only the answer is checked and sent. Fields that are undefined are left out, a `Date` becomes its ISO text, -0 becomes 0. Everything
 * else that JSON would change or drop is refused. Lists of numbers and typed arrays are not copied.
 */
export class PlainCopy {
  /** Typed arrays and bigints that were met. */
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
   * The copy of a body.
   *
   * @throws {InvalidArgumentError} naming the first place that holds no plain JSON. What a getter or a proxy throws is thrown as it is.
   */
  of(body: object): Record<string, unknown> {
    if (!isPlainObject(body)) throw this.#refusal(body, plainData);
    return this.#copyFields(body);
  }

  /** The name of a field that an object of the copy lacks, where that matters: an undefined one, or a hidden one of an object that has no other. */
  leftOut(copy: object): string | undefined {
    return this.#leftOut.get(copy);
  }

  /** True for a list of the copy whose numbers, one at least, are all 32-bit floats when they are rounded: a vector that is checked already. */
  isFloat32List(list: object): boolean {
    return this.#float32Lists.has(list);
  }

  #copy(value: unknown): unknown {
    switch (typeof value) {
      case 'boolean':
        return value;
      case 'number':
        if (!Number.isFinite(value)) throw this.#refusal(value, 'a finite number, because JSON has no other');
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

  /** True when JSON writes a list as it is: as numbers that it has. What could answer otherwise when it is read again is copied. */
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
    // A hidden field, or one that is named by a symbol, says nothing in JSON; an object that has no other must not pass for an empty one.
    if (count === 0) leftOut ??= Reflect.ownKeys(fields)[0]?.toString();
    if (leftOut !== undefined) this.#leftOut.set(copy, leftOut);
    return copy;
  }

  #requireWellFormed(text: string): string {
    if (!loneSurrogate.test(text)) return text;
    throw this.#refusal(text, 'well-formed Unicode, without half a surrogate pair');
  }

  #special<Value extends bigint | object>(value: Value): Value {
    if (!this.#takesSpecials) throw this.#refusal(value, `${plainData}; typed arrays are for vectors, bigints for ids`);
    this.specials++;
    return value;
  }

  #refusal(value: unknown, expected: string): InvalidArgumentError {
    const [root, index] = this.#path;
    const steps = this.#path.map((step, level) => {
      if (typeof step === 'string') return level === 0 ? step : `.${step}`;
      return `[${level === 1 && root === 'points' && step === index ? step + this.#firstPoint : step}]`;
    });
    // A proxy may fail when an error's text describes it.
    const shown = types.isProxy(value) ? 'a Proxy' : value;
    return new InvalidArgumentError({ parameter: steps.join('') || 'body', value: shown, expected });
  }
}

const plainData = 'plain JSON data or a Date';

/**
 * Checks that a body is an object of plain data.
 *
 * @throws {InvalidArgumentError} when it is none; spreading one that keeps its data elsewhere, such as a `Map`, would empty it.
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

/** The body with these fields where it has none of its own, or undefined ones. @throws {InvalidArgumentError} as {@link requireBody} does. */
export function withDefaults<Body extends object, Defaults extends object>(
  body: Body | undefined,
  defaults: Defaults,
): Defaults & Body {
  requireBody(body);
  const given = Object.entries(body).filter(([key, value]) => value !== undefined || !Object.hasOwn(defaults, key));
  return { ...defaults, ...(Object.fromEntries(given) as Body) };
}

/** Sets a field that may be called `__proto__`, which plain assignment would take for the prototype. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
}
