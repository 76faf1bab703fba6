import { randomUUID } from 'node:crypto';

import { withWholeFloats } from '../json/whole-float.ts';
import type { NodeKind } from './grammar.ts';
import { innerKind, innerKinds, isOfVector } from './number-places.ts';
import { maxNesting, restoreNumbers } from './restore-numbers.ts';

// What may be a whole number of 16 digits or more, so possibly beyond 2^53, and what may be a whole float, as a field and in a list. May also be inside a text, or the start of
// another number, which costs time and nothing else. Expressions have bounds, because an unbounded one needs a stack as long as what it matches.
const longNumber = /[[:,\s]\d{16}/;
// Begins at a colon, of which vectors have none.
const wholeFloatField = /:\s{0,64}-?\d{1,400}(?:\.0{0,400}[,}\s]|(?:\.\d{1,400})?[eE])|:\s{0,64}-0[,}\s]/;
const wholeFloatInList = /[[,\s]-?\d{1,400}(?:\.0{0,400}[,\]\s]|(?:\.\d{1,400})?[eE])|-0[,\]\s]/;

/**
 * Parses JSON with the types that numbers have in its text. Whole numbers beyond 2^53 become bigints where its kind has ids of points, which are unsigned 64-bit integers, and
 * rounded numbers everywhere else. Whole floats such as `10.0` become `WholeFloat` everywhere but in vectors.
 *
 * @param kind - of {@link wireOperations}; `undefined` for what has no ids.
 * @throws {SyntaxError} when `text` is not JSON, or is nested too deeply.
 * @example
 * parseExactJson('{"ids":[18446744073709551615]}', 'idsBody'); // => { ids: [18446744073709551615n] }
 */
export function parseExactJson(text: string, kind: NodeKind | undefined): unknown {
  const parsed: unknown = JSON.parse(text);
  const steps = exactNumbers(text, parsed, kind);
  while (steps.next().done !== true);
  return parsed;
}

/** What {@link parseExactJson} does to what `JSON.parse` makes of `text`, in place, in steps between which the event loop may turn. */
export function* exactNumbers(text: string, parsed: unknown, kind: NodeKind | undefined): Generator<void, void> {
  if (typeof parsed !== 'object' || parsed === null) return;
  const hasTyped =
    longNumber.test(text) ||
    wholeFloatField.test(text) ||
    ((yield* listsWholeNumbers(parsed, kind)) && wholeFloatInList.test(text));
  if (hasTyped) yield* restoreNumbers(text, parsed, kind);
}

/** Whether a list outside of vectors has a whole number in it. */
function* listsWholeNumbers(root: object, kind: NodeKind | undefined): Generator<void, boolean> {
  const kinds = innerKinds(root, kind);
  for (const [key, field] of Object.entries(root)) {
    const inner = innerKind(kinds, key);
    // What is long in a body are its lists.
    const isLong = Array.isArray(field) && !isOfVector(innerKinds(field, inner));
    const parts: readonly unknown[] = isLong ? field : [field];
    const partKind = isLong ? innerKind(innerKinds(field, inner), 0) : inner;
    for (let index = 0; index < parts.length; index++) {
      if (index % 64 === 0) yield;
      if ((isLong && Number.isInteger(parts[index])) || listsWholeNumber(parts[index], partKind, 2)) return true;
    }
  }
  return Array.isArray(root) && root.some(Number.isInteger);
}

function listsWholeNumber(node: unknown, kind: NodeKind | undefined, level: number): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (level > maxNesting) throw new SyntaxError('recursion limit exceeded');
  const kinds = innerKinds(node, kind);
  if (isOfVector(kinds)) return false;
  if (Array.isArray(node)) {
    const each = innerKind(kinds, 0);
    for (const item of node) if (Number.isInteger(item) || listsWholeNumber(item, each, level + 1)) return true;
    return false;
  }
  for (const key in node) {
    const value = (node as Record<string, unknown>)[key];
    if (typeof value === 'object' && listsWholeNumber(value, innerKind(kinds, key), level + 1)) return true;
  }
  return false;
}

/** JSON text of an answer, with bigints as plain digits and whole floats as floats. */
export function stringifyExactJson(value: unknown): string {
  return withWholeFloats(() => stringifyBigints(value));
}

function stringifyBigints(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  // A bigint, which JSON.stringify refuses. It is rare, so nothing looks for it before.
  const marker = randomUUID();
  const marked = JSON.stringify(value, (_key, element: unknown) =>
    typeof element === 'bigint' ? `${marker}${element}` : element,
  );
  return marked.replaceAll(new RegExp(`"${marker}(\\d+)"`, 'g'), '$1');
}
