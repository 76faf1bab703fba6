import { types } from 'node:util';

import { isPlainObject } from '@x/core';

import type { Steps } from '../turns/steps.ts';
import { malformedRequest, type RequestContext } from './server-errors.ts';
import { numberOf } from './whole-float.ts';

/** More levels than any valid request has. The limit also ends cycles. */
const maxLevels = 512;
// The number of elements copied in one step.
const elementsPerStep = 64;

/** Options of {@link plainCopy}. */
export interface PlainCopyOptions {
  /** The path of the part in the request, for errors. */
  readonly path: string;
  /**
   * Whether the part selects the points of a write. If so, an undefined field is refused, and so is an object whose
   * fields are all hidden: without these fields the write would select more points.
   */
  readonly isSelection: boolean;
}

/**
 * Returns a copy of a part of a request as JSON would transmit it: own fields that are not undefined, each read once, and a
 * `Date` as its ISO text. Bigints are kept, because ids may be bigints.
 *
 * @throws {VectorStoreError} with status 400 for values that JSON would change or drop: a map, a set, a class instance, a typed
 *   array, a function, a number that is not finite, undefined in a list, a lone surrogate.
 */
export function* plainCopy(
  value: unknown,
  options: PlainCopyOptions,
  context: RequestContext,
  level = 0,
): Steps<unknown> {
  if (isScalar(value)) return value;
  const { path } = options;
  if (typeof value === 'string')
    throw malformedRequest(context, `${path} contains half of a surrogate pair, which JSON cannot carry`);
  if (typeof value !== 'object') throw malformedRequest(context, `${path} is ${shown(value)}, which JSON cannot carry`);
  if (level > maxLevels) throw malformedRequest(context, `${path} is nested deeper than ${maxLevels} levels`);
  if (Array.isArray(value) && !('toJSON' in value)) {
    const copy: unknown[] = [];
    for (let index = 0; index < value.length; index++) {
      if (index % elementsPerStep === 0) yield;
      const element: unknown = value[index];
      // Avoids building a path for each element of a long list of ids.
      if (isScalar(element)) copy.push(element);
      else copy.push(yield* plainCopy(element, { ...options, path: `${path}[${index}]` }, context, level + 1));
    }
    return copy;
  }
  if (isPlainObject(value)) return yield* copyFields(value, options, context, level);
  if (types.isDate(value) && !Number.isNaN(value.getTime())) return value.toISOString();
  throw malformedRequest(context, `${path} is ${shown(value)}, but must be plain JSON data`);
}

function* copyFields(
  fields: Readonly<Record<string, unknown>>,
  options: PlainCopyOptions,
  context: RequestContext,
  level: number,
): Steps<Record<string, unknown>> {
  const { path, isSelection } = options;
  const copied: [string, unknown][] = [];
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined && isSelection) throw selectsMore(`${path}.${key}`, context);
    if (value === undefined) continue;
    if (copied.length % elementsPerStep === elementsPerStep - 1) yield;
    copied.push([key, yield* plainCopy(value, { ...options, path: `${path}.${key}` }, context, level + 1)]);
  }
  const [hidden] = copied.length === 0 ? Reflect.ownKeys(fields) : [];
  if (isSelection && hidden !== undefined) throw selectsMore(`${path}.${hidden.toString()}`, context);
  return Object.fromEntries(copied);
}

const loneSurrogate = /\p{Surrogate}/u;

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return !loneSurrogate.test(value);
  return value === null || typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(numberOf(value));
}

function selectsMore(path: string, context: RequestContext): Error {
  return malformedRequest(
    context,
    `${path} is undefined or hidden, and a write without it would select more points: set it, or remove it if that is intended`,
  );
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return `of type ${typeof value}`;
  return `an instance of ${value.constructor?.name ?? 'an unknown class'}`;
}
