import { atOnce, type Steps } from '../turns/steps.ts';
import { invalidValue, malformedRequest, type RequestContext } from './server-errors.ts';
import { WholeFloat } from './whole-float.ts';

/** The data stored with a point's vectors: any JSON object. */
export type Payload = Record<string, unknown>;

/** Maximum levels of nesting in a payload. serde_json, which parses requests on a server, refuses more. */
const maxDepth = 127;

const loneSurrogate = /\p{Surrogate}/u;

/** From this value on, JSON.stringify writes an exponent, which turns every number into a float. */
const firstWithExponent = 1e21;

// The number of values copied in one step.
const valuesPerStep = 256;

/**
 * Returns a deep copy of a JSON object. It shares only whole floats with the original, which are immutable.
 *
 * As with `JSON.stringify`, `undefined` properties are left out and `toJSON` is honored (a `Date` becomes its ISO text).
 * Unlike `JSON.stringify`, values that JSON cannot represent are refused instead of becoming `null`.
 *
 * @param depth the number of levels above the copy in the payload that will contain it. @default 0
 * @throws {VectorStoreError} with status 422 for a bigint, function, symbol, NaN or Infinity, nesting beyond 127 levels,
 *   or a class instance without `toJSON`, and 400 for a lone surrogate.
 */
export function copyPayload(
  payload: Readonly<Payload>,
  path: string,
  context: RequestContext,
  depth = 0,
): Steps<Payload> {
  if (depth >= maxDepth) throw tooDeep(path, context);
  return copyObject(payload, path, { context, copied: 0 }, depth);
}

interface Copying {
  readonly context: RequestContext;
  /** The number of values copied so far. */
  copied: number;
}

function tooDeep(path: string, context: RequestContext): Error {
  return invalidValue(context, path, `nesting must be at most ${maxDepth} levels deep`);
}

/** True for values that are stored unchanged. Checking this first avoids building a path for most values. */
function isKeptAsItIs(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) < firstWithExponent && !Object.is(value, -0);
  if (typeof value === 'string') return !loneSurrogate.test(value);
  return typeof value === 'boolean' || value === null || value instanceof WholeFloat;
}

function halfOfPair(path: string, context: RequestContext): Error {
  return malformedRequest(context, `${path} contains half of a surrogate pair, which JSON cannot carry`);
}

function* copyJson(value: unknown, path: string, copying: Copying, depth: number): Steps<unknown> {
  const { context } = copying;
  if (typeof value === 'number') {
    // `JSON.stringify` writes -0 as 0.
    if (value === 0) return 0;
    if (Number.isFinite(value)) return new WholeFloat(value);
    throw invalidValue(context, path, `value ${value} cannot be stored in a payload, because JSON has no such number`);
  }
  if (isKeptAsItIs(value)) return value;
  if (typeof value === 'string') throw halfOfPair(path, context);
  if (typeof value !== 'object' || value === null) {
    throw invalidValue(
      context,
      path,
      `a value of type ${typeof value} cannot be stored in a payload, only JSON values can`,
    );
  }
  if (depth >= maxDepth) throw tooDeep(path, context);
  if (Array.isArray(value)) return yield* copyList(value, path, copying, depth);
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    const written: unknown = value.toJSON();
    return isKeptAsItIs(written) ? written : yield* copyJson(written, path, copying, depth + 1);
  }
  return yield* copyObject(value as Record<string, unknown>, path, copying, depth);
}

function* copyList(value: readonly unknown[], path: string, copying: Copying, depth: number): Steps<unknown[]> {
  const copy: unknown[] = [];
  for (let index = 0; index < value.length; index++) {
    if (++copying.copied % valuesPerStep === 0) yield;
    const element = value[index] ?? null;
    copy.push(isKeptAsItIs(element) ? element : yield* copyJson(element, `${path}[${index}]`, copying, depth + 1));
  }
  return copy;
}

function* copyObject(value: Readonly<Payload>, path: string, copying: Copying, depth: number): Steps<Payload> {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    const name = value.constructor?.name ?? 'unknown';
    throw invalidValue(
      copying.context,
      path,
      `an instance of ${name} cannot be stored in a payload, only JSON values can`,
    );
  }
  const copy: Payload = {};
  // `Object.entries` takes four times as long for very many keys.
  for (const key of Object.keys(value)) {
    if (++copying.copied % valuesPerStep === 0) yield;
    const element = value[key];
    if (element === undefined) continue;
    if (loneSurrogate.test(key)) throw halfOfPair(`${path}.${key}`, copying.context);
    setOwn(copy, key, isKeptAsItIs(element) ? element : yield* copyJson(element, `${path}.${key}`, copying, depth + 1));
  }
  return copy;
}

/** Like {@link copyPayload}, but turns whole floats into numbers. For settings, where only the size of a number matters. */
export function copySettings(settings: Readonly<Payload>, path: string, context: RequestContext): Payload {
  return withoutWholeFloats(atOnce(copyPayload(settings, path, context))) as Payload;
}

function withoutWholeFloats(value: unknown): unknown {
  if (value instanceof WholeFloat) return value.value;
  if (Array.isArray(value)) return value.map(withoutWholeFloats);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Payload = {};
  for (const [key, element] of Object.entries(value)) setOwn(copy, key, withoutWholeFloats(element));
  return copy;
}

/** Sets a property that may be called `__proto__`. Plain assignment would set the prototype instead. */
export function setOwn(target: Payload, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
  } else {
    target[key] = value;
  }
}
