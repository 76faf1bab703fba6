import { randomUUID } from 'node:crypto';

import type { Steps } from '../turns/steps.ts';
import { type ParsedJson, parseJson } from './parse-json.ts';
import { withWholeFloats } from '../json/whole-float.ts';
import type { NodeKind } from './grammar.ts';
import { NumberLists } from './number-lists.ts';
import { innerKind, innerKinds, isOfVector } from './number-places.ts';
import { mayHoldTyped, maxNesting, restoreNumbers } from './restore-numbers.ts';

// These expressions find possible whole numbers of 16 digits or more, which may be beyond 2^53, and possible whole floats, as a field or in
// a list. They may also match inside a text, or at the start of another number; that only costs time. Their repetitions are bounded,
// because an unbounded one needs a stack as long as its match.
const longNumber = /[[:,\s]\d{16}/;
// Starts at a colon, because vectors contain no colons.
const wholeFloatField = /:\s{0,64}-?\d{1,400}(?:\.0{0,400}[,}\s]|(?:\.\d{1,400})?[eE])|:\s{0,64}-0[,}\s]/;
const wholeFloatInList = /[[,\s]-?\d{1,400}(?:\.0{0,400}[,\]\s]|(?:\.\d{1,400})?[eE])|-0[,\]\s]/;
const indicesField = /"indices"\s{0,64}:\s{0,64}\[/g;

// Longer than any match of the expressions.
const longestMatch = 1024;
const searchedAtOnce = 2 ** 18;
const itemsPerStep = 1024;

/**
 * Parses JSON in steps and keeps the types that numbers have in the text. Whole numbers beyond 2^53 become bigints where the kind has ids
 * of points, which are unsigned 64-bit integers, and rounded numbers everywhere else. Whole floats such as `10.0` become `WholeFloat`
 * except in vectors, where only the indices of sparse vectors are integers.
 *
 * @param kind - of {@link wireOperations}; `undefined` for a body or a response without ids.
 * @throws {SyntaxError} when `text` is not JSON, or is nested too deeply.
 * @example
 * atOnce(parseExactJson('{"ids":[18446744073709551615]}', 'idsBody')); // => { ids: [18446744073709551615n] }
 */
export function* parseExactJson(text: string, kind: NodeKind | undefined): Steps<unknown> {
  const parsed = yield* parseJson(text);
  yield* exactNumbers(text, parsed, kind);
  return parsed.value;
}

/** Restores the exact numbers, as {@link parseExactJson} does, in the result of `JSON.parse` for `text`, in place. */
export function* exactNumbers(
  text: string,
  { value: root, large }: ParsedJson,
  kind: NodeKind | undefined,
): Steps<void> {
  if (typeof root !== 'object' || root === null) return;
  const hasTyped =
    (yield* matches(text, longNumber)) ||
    (yield* matches(text, wholeFloatField)) ||
    (yield* hasTypedIndices(text)) ||
    ((yield* listsWholeNumbers(root, { kind, level: 1 }, large)) && (yield* matches(text, wholeFloatInList)));
  if (hasTyped) yield* restoreNumbers(text, root, kind);
}

function* matches(text: string, pattern: RegExp): Steps<boolean> {
  for (let from = 0; from < text.length; from += searchedAtOnce) {
    if (pattern.test(text.slice(from, from + searchedAtOnce + longestMatch))) return true;
    yield;
  }
  return false;
}

/** Whether a list of numbers called `indices` contains a number written as a float, or a long one. Bodies without such lists cost one search. */
function* hasTypedIndices(text: string): Steps<boolean> {
  const lists = new NumberLists(text);
  for (let from = 0; from < text.length; from += searchedAtOnce) {
    for (const { 0: field, index } of text.slice(from, from + searchedAtOnce + longestMatch).matchAll(indicesField)) {
      // The next slice starts with this match.
      if (index >= searchedAtOnce) break;
      const start = from + index + field.length - 1;
      const end = lists.endOf(start);
      if (end !== undefined && mayHoldTyped(text.slice(start, end))) return true;
    }
    yield;
  }
  return false;
}

/** The position of a node: its kind and its level of nesting. */
interface Place {
  readonly kind: NodeKind | undefined;
  readonly level: number;
}

/** Whether a list outside of vectors contains a whole number. */
function* listsWholeNumbers(node: unknown, { kind, level }: Place, large: ReadonlySet<unknown>): Steps<boolean> {
  if (!large.has(node)) return listsWholeNumber(node, kind, level);
  const container = node as Record<string, unknown> | unknown[];
  const kinds = innerKinds(container, kind);
  if (isOfVector(kinds)) return false;
  const isList = Array.isArray(container);
  let count = 0;
  // `Object.entries` takes four times as long for very many keys.
  for (const key of isList ? container.keys() : Object.keys(container)) {
    const item = (container as Record<string | number, unknown>)[key];
    if (isList && Number.isInteger(item)) return true;
    if (typeof item === 'object' || ++count % itemsPerStep === 0) yield;
    const inner = { kind: innerKind(kinds, key), level: level + 1 };
    if (typeof item === 'object' && (yield* listsWholeNumbers(item, inner, large))) return true;
  }
  return false;
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

/** Returns the JSON text of a response, with bigints as plain digits and whole floats as floats. */
export function stringifyExactJson(value: unknown): string {
  return withWholeFloats(() => stringifyBigints(value));
}

function stringifyBigints(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  // JSON.stringify refuses a bigint. Bigints are rare, so values are not searched for them first.
  const marker = randomUUID();
  const marked = JSON.stringify(value, (_key, element: unknown) =>
    typeof element === 'bigint' ? `${marker}${element}` : element,
  );
  return marked.replaceAll(new RegExp(`"${marker}(\\d+)"`, 'g'), '$1');
}
