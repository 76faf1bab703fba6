import { isPlainObject } from '@x/core';

import type { Steps } from '../turns/steps.ts';
import { stringifyExactJson } from './exact-json.ts';

// The number of values, and stretches of texts, written in one step, which takes about half a millisecond.
const usualSize = 2 ** 12;
const keysPerStep = 256;
const manyKeys = 1024;
// The number of UTF-16 units of a text that take as long to write as another value.
const stretch = 16;

/**
 * Returns the text that `stringifyExactJson` writes for a value, in parts, in steps between which the event loop may turn. Objects and
 * lists that are larger than a part are written one member at a time.
 *
 * @param value any JSON value; it may contain bigints and whole floats.
 * @param size the number of values written in one step. @default 4,096
 * @example
 * atOnce(writeJson({ a: [1, 2n] })); // => ['{"a":[1,2]}']
 */
export function* writeJson(value: unknown, size: number = usualSize): Steps<string[]> {
  const parts: string[] = [];
  yield* write(value, { size, parts, large: new Set() });
  return parts.length === 1 ? parts : joinParts(parts, size * stretch);
}

interface Writing {
  /** The number of values written in one step. */
  readonly size: number;
  readonly parts: string[];
  /** Objects with very many keys. Listing the keys takes long, so these objects are not measured again. */
  readonly large: Set<object>;
}

/** Joins the parts into fewer ones, each of at least `length` UTF-16 units except the last. */
function joinParts(parts: readonly string[], length: number): string[] {
  const joined: string[] = [];
  let [start, total] = [0, 0];
  for (const [index, part] of parts.entries()) {
    total += part.length;
    if (total < length && index < parts.length - 1) continue;
    joined.push(parts.slice(start, index + 1).join(''));
    [start, total] = [index + 1, 0];
  }
  return joined;
}

function* write(value: unknown, writing: Writing): Steps<void> {
  const { size, parts, large } = writing;
  if (sizeLeft(value, size, large) >= 0) parts.push(stringifyExactJson(value));
  else if (typeof value === 'string') yield* writeText(value, size * stretch, parts);
  else if (Array.isArray(value)) yield* writeList(value, writing);
  else yield* writeFields(value as Record<string, unknown>, writing);
}

/** Writes a list. Small items that follow each other are written together. */
function* writeList(items: readonly unknown[], writing: Writing): Steps<void> {
  const { parts } = writing;
  parts.push('[');
  for (let from = 0; from < items.length;) {
    const end = endOfGroup(items, from, writing);
    if (from > 0) parts.push(',');
    if (end === from) yield* write(items[from], writing);
    else parts.push(stringifyExactJson(items.slice(from, end)).slice(1, -1));
    from = Math.max(end, from + 1);
    yield;
  }
  parts.push(']');
}

function* writeFields(object: Readonly<Record<string, unknown>>, writing: Writing): Steps<void> {
  const { parts } = writing;
  // `Object.entries` takes four times as long for very many keys.
  const keys: string[] = [];
  const values = yield* definedValues(object, keys);
  parts.push('{');
  for (let from = 0; from < keys.length;) {
    const end = endOfGroup(values, from, writing);
    if (from > 0) parts.push(',');
    if (end === from) {
      parts.push(JSON.stringify(keys[from]), ':');
      yield* write(values[from], writing);
    } else {
      const group = keys.slice(from, end).map((key, index) => [key, values[from + index]]);
      parts.push(stringifyExactJson(Object.fromEntries(group)).slice(1, -1));
    }
    from = Math.max(end, from + 1);
    yield;
  }
  parts.push('}');
}

/** Returns the values that are not undefined, and adds their keys to `keys`. */
function* definedValues(object: Readonly<Record<string, unknown>>, keys: string[]): Steps<unknown[]> {
  const values: unknown[] = [];
  for (const [index, key] of Object.keys(object).entries()) {
    if (index % keysPerStep === keysPerStep - 1) yield;
    if (object[key] === undefined) continue;
    keys.push(key);
    values.push(object[key]);
  }
  return values;
}

function* writeText(text: string, length: number, parts: string[]): Steps<void> {
  parts.push('"');
  for (let from = 0; from < text.length;) {
    // Cutting a surrogate pair would write it as two escapes.
    const isCutPair = /^[\ud800-\udbff]$/.test(text.charAt(from + length - 1));
    const end = from + length + (isCutPair ? 1 : 0);
    parts.push(JSON.stringify(text.slice(from, end)).slice(1, -1));
    from = end;
    yield;
  }
  parts.push('"');
}

/** Returns the end of the group of values from `from` on that together are small; `from` itself when the first value is large. */
function endOfGroup(values: readonly unknown[], from: number, { size, large }: Writing): number {
  let left = size;
  let end = from;
  while (end < values.length) {
    left = sizeLeft(values[end], left, large);
    if (left < 0) break;
    end++;
  }
  return end;
}

/** Returns the rest of a size after subtracting a value and everything in it; negative as soon as nothing is left. */
function sizeLeft(value: unknown, size: number, large: Set<object>): number {
  let left = size - 1;
  if (typeof value === 'string') return left - Math.floor(value.length / stretch);
  if (Array.isArray(value)) {
    if (value.length > left) return -1;
    for (const item of value) {
      left = sizeLeft(item, left, large);
      if (left < 0) break;
    }
  } else if (isPlainObject(value)) {
    if (large.size > 0 && large.has(value)) return -1;
    let count = 0;
    for (const key in value) {
      count++;
      left = sizeLeft(value[key], left - 1, large);
      if (left < 0) break;
    }
    if (left < 0 && count > manyKeys) large.add(value);
  }
  return left;
}
