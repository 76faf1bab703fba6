import { atOnce, type Steps } from '../turns/steps.ts';
import { endOfText } from '../json/end-of-text.ts';
import { NumberLists } from './number-lists.ts';
import { WholeFloat } from '../json/whole-float.ts';
import { isIdKind, type NodeKind } from './grammar.ts';
import { innerKind, innerKinds, type InnerKinds, isOfVector } from './number-places.ts';

/** A whole number with this many digits or more may be beyond 2^53. */
const longDigits = 16;
/** A number with more digits is never an id. Numbers up to this length are read in negligible time. */
const mostDigits = 40;

const code = {
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
};
const longNumber = /[[,\s-]\d{16}/;
const tokensPerTurn = 256;

/** More levels of nesting than any valid body has. */
export const maxNesting = 256;

/** An open object or list of the text. */
interface Frame {
  /** The parsed object or list; `undefined` when the parsed value is another one, because a key occurs twice. */
  readonly node: Record<string | number, unknown> | undefined;
  readonly isList: boolean;
  readonly kinds: InnerKinds;
  /** The key or index of the next value. */
  key: string | number;
  isKeyNext: boolean;
}

/**
 * Restores the types of the numbers of parsed JSON from its text, in place: {@link WholeFloat} for whole floats, bigints where the
 * kind has ids. The elements of vectors are always floats, and are not changed; the indices of sparse vectors are changed.
 *
 * Yields regularly, so that the caller can yield to the event loop.
 *
 * @param json valid JSON.
 * @param root the object or list parsed from it.
 * @throws {SyntaxError} when it is nested more deeply than any valid body.
 */
export function* restoreNumbers(json: string, root: object, kind: NodeKind | undefined): Steps<void> {
  const open: Frame[] = [];
  const lists = new NumberLists(json);
  const changed = new Set<unknown>();
  let frame = openFrame([root], true, undefined);
  let tokens = 0;
  for (let at = 0; at < json.length;) {
    const character = json.charCodeAt(at);
    if (character <= code.space || character === code.colon) {
      at++;
      continue;
    }
    if (++tokens % tokensPerTurn === 0) yield;
    if (character === code.quote) {
      const end = endOfText(json, at);
      if (frame.isKeyNext) frame.key = readKey(json, at, end);
      frame.isKeyNext = false;
      at = end;
    } else if (character === code.comma) {
      if (frame.isList) frame.key = (frame.key as number) + 1;
      else frame.isKeyNext = true;
      at++;
    } else if (character === code.openList || character === code.openObject) {
      const isList = character === code.openList;
      const opened = openFrame(childOf(frame), isList, open.length === 0 ? kind : innerKind(frame.kinds, frame.key));
      const end = isList ? lists.endOf(at) : undefined;
      if (end !== undefined && (isOfVector(opened.kinds) || isPlainList(json.slice(at, end), opened, changed))) {
        at = end;
        continue;
      }
      if (open.length > maxNesting) throw new SyntaxError('recursion limit exceeded');
      open.push(frame);
      frame = opened;
      at++;
    } else if (character === code.closeList || character === code.closeObject) {
      frame = open.pop()!;
      at++;
    } else if (character === code.minus || isDigit(character)) {
      const digitsEnd = endOfDigits(json, at + 1);
      const end = endOfNumber(json, digitsEnd);
      const isPlain = end === digitsEnd && end - at < longDigits && character !== code.minus;
      if (!isPlain || changed.has(frame.node)) restore(frame, json.slice(at, end), changed);
      at = end;
    } else {
      // `true`, `null` or `false`; for `false` one letter remains.
      at += 4;
      if (json[at] === 'e') at++;
    }
  }
}

/** Like {@link restoreNumbers}, but in one step, for JSON without ids and vectors. */
export function restoreAllNumbers(json: string, root: object): void {
  atOnce(restoreNumbers(json, root, undefined));
}

/** True when no number of a list needs a change. The native searches take negligible time. */
function isPlainList(list: string, { node }: Frame, changed: ReadonlySet<unknown>): boolean {
  return !changed.has(node) && !mayHoldTyped(list);
}

/** Whether the text of a list may contain a number written as a float, or a long one. */
export function mayHoldTyped(list: string): boolean {
  return list.includes('.') || list.includes('e') || list.includes('E') || list.includes('-0') || longNumber.test(list);
}

function openFrame(node: unknown, isList: boolean, kind: NodeKind | undefined): Frame {
  const isSame = typeof node === 'object' && node !== null && Array.isArray(node) === isList;
  return {
    node: isSame ? (node as Frame['node']) : undefined,
    isList,
    kinds: innerKinds(isSame ? node : [], isSame ? kind : undefined),
    key: isList ? 0 : '',
    isKeyNext: !isList,
  };
}

function childOf({ node, key }: Frame): unknown {
  return node !== undefined && Object.hasOwn(node, key) ? node[key] : undefined;
}

function readKey(json: string, start: number, end: number): string {
  const key = json.slice(start + 1, end - 1);
  return key.includes('\\') ? (JSON.parse(json.slice(start, end)) as string) : key;
}

/** Replaces a number only. When a key occurs twice, the last value counts, and it may not be a number. */
function restore(frame: Frame, token: string, changed: Set<unknown>): void {
  const { node, kinds, key } = frame;
  const kind = innerKind(kinds, key);
  if (node === undefined || kind === 'vector') return;
  const present = childOf(frame);
  if (typeof present !== 'number' && typeof present !== 'bigint' && !(present instanceof WholeFloat)) return;
  const restored = readNumber(token, isIdKind(kind));
  // `Reflect.set` also sets a field called `__proto__`, because the object already has it as its own.
  if (restored === present) return;
  Reflect.set(node, key, restored);
  changed.add(node);
}

function readNumber(token: string, isId: boolean): number | bigint | WholeFloat {
  const isFloat = token === '-0' || /[.eE]/.test(token);
  if (!isFloat && isId && token.length >= longDigits && token.length <= mostDigits && !token.startsWith('-'))
    return BigInt(token);
  const value = Number(token);
  return isFloat && Number.isInteger(value) ? new WholeFloat(value) : value;
}

function endOfDigits(json: string, start: number): number {
  let end = start;
  while (isDigit(json.charCodeAt(end))) end++;
  return end;
}

function endOfNumber(json: string, start: number): number {
  let end = start;
  while (isInNumber(json.charCodeAt(end))) end++;
  return end;
}

/** True for the characters of numbers: digits, signs, points and exponents. */
function isInNumber(character: number): boolean {
  return (
    isDigit(character) ||
    character === 0x2b ||
    character === code.minus ||
    character === 0x2e ||
    (character | 0x20) === 0x65
  );
}

function isDigit(character: number): boolean {
  return character >= code.zero && character <= code.nine;
}
