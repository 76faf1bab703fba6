import { isPlainObject } from '@x/core';

import type { Steps } from '../event-loop-turns.ts';
import { stringifyExactJson } from './exact-json.ts';

// Values, and stretches of texts, that are written in one step: they take about half a millisecond.
const usualSize = 2 ** 12;
// UTF-16 units of a text that take as long as another value.
const stretch = 16;

/**
 * What `stringifyExactJson` makes of a value, in parts, in steps between which the event loop may turn. Objects and lists that
 * are larger than a part are written member by member.
 *
 * @param value what JSON can carry, beside bigints and whole floats.
 * @param size values that are written in one step. @default 4,096
 * @example
 * atOnce(writeJson({ a: [1, 2n] })); // => ['{"a":[1,2]}']
 */
export function* writeJson(value: unknown, size: number = usualSize): Steps<string[]> {
  const parts: string[] = [];
  yield* write(value, size, parts);
  return parts.length === 1 ? parts : joinParts(parts, size * stretch);
}

/** Fewer parts, each of at least so many UTF-16 units but the last one. */
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

function* write(value: unknown, size: number, parts: string[]): Steps<void> {
  if (isWithin(value, size)) parts.push(stringifyExactJson(value));
  else if (typeof value === 'string') yield* writeText(value, size * stretch, parts);
  else if (Array.isArray(value)) yield* writeList(value, size, parts);
  else yield* writeFields(value as Record<string, unknown>, size, parts);
}

/** Small items that follow each other are written together. */
function* writeList(items: readonly unknown[], size: number, parts: string[]): Steps<void> {
  parts.push('[');
  for (let from = 0; from < items.length;) {
    const end = endOfGroup(items, from, size);
    if (from > 0) parts.push(',');
    if (end === from) yield* write(items[from], size, parts);
    else parts.push(stringifyExactJson(items.slice(from, end)).slice(1, -1));
    from = Math.max(end, from + 1);
    yield;
  }
  parts.push(']');
}

function* writeFields(object: Readonly<Record<string, unknown>>, size: number, parts: string[]): Steps<void> {
  const fields = Object.entries(object).filter(([, value]) => value !== undefined);
  const values = fields.map(([, value]) => value);
  parts.push('{');
  for (let from = 0; from < fields.length;) {
    const end = endOfGroup(values, from, size);
    if (from > 0) parts.push(',');
    if (end === from) {
      parts.push(JSON.stringify(fields[from]![0]), ':');
      yield* write(values[from], size, parts);
    } else parts.push(stringifyExactJson(Object.fromEntries(fields.slice(from, end))).slice(1, -1));
    from = Math.max(end, from + 1);
    yield;
  }
  parts.push('}');
}

function* writeText(text: string, length: number, parts: string[]): Steps<void> {
  parts.push('"');
  for (let from = 0; from < text.length;) {
    // A pair of surrogates that was cut would be written as two escapes.
    const isCutPair = /^[\ud800-\udbff]$/.test(text.charAt(from + length - 1));
    const end = from + length + (isCutPair ? 1 : 0);
    parts.push(JSON.stringify(text.slice(from, end)).slice(1, -1));
    from = end;
    yield;
  }
  parts.push('"');
}

/** The place behind those values from `from` on that are small together; `from` itself where the first one is not. */
function endOfGroup(values: readonly unknown[], from: number, size: number): number {
  let left = size;
  let end = from;
  while (end < values.length) {
    left = sizeLeft(values[end], left);
    if (left < 0) break;
    end++;
  }
  return end;
}

function isWithin(value: unknown, size: number): boolean {
  return sizeLeft(value, size) >= 0;
}

/** What is left of a size without a value and all in it; negative as soon as there is nothing left. */
function sizeLeft(value: unknown, size: number): number {
  let left = size - 1;
  if (typeof value === 'string') return left - Math.floor(value.length / stretch);
  if (Array.isArray(value)) {
    if (value.length > left) return -1;
    for (const item of value) {
      left = sizeLeft(item, left);
      if (left < 0) break;
    }
  } else if (isPlainObject(value)) {
    for (const key in value) {
      left = sizeLeft(value[key], left - 1);
      if (left < 0) break;
    }
  }
  return left;
}
