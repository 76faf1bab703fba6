import { isEscaped } from '@x/core';

import type { Steps } from '../turns/steps.ts';
import { NumberLists } from './number-lists.ts';
import { PartialJson } from './partial-json.ts';

/** The value of a JSON text, and those of its objects and lists that are too large for one step. */
export interface ParsedJson {
  readonly value: unknown;
  /** The objects and lists of more than `sliceLength` characters; all others are small. */
  readonly large: ReadonlySet<unknown>;
}

// `JSON.parse` takes about half a millisecond for this many characters.
const usualLength = 2 ** 16;
// Texts up to this length are parsed in one step, which fits into a turn. Cutting them would slow down ordinary uploads.
const uncutLength = 2 ** 20;

const code = {
  quote: 0x22,
  comma: 0x2c,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
};

/**
 * Returns the result of `JSON.parse` for a text, in steps between which the event loop may turn.
 *
 * The text is cut between the members of objects and lists that are longer than a slice, and `JSON.parse` parses the
 * parts between the cuts. Therefore every rule of JSON is enforced by `JSON.parse` itself.
 *
 * @param sliceLength the number of characters parsed in one step. @default 65,536, or the whole text up to 1,048,576 characters
 * @throws {SyntaxError} when the text is not JSON, with the position if `JSON.parse` reports one; or when long objects and lists are
 *   nested more than 256 levels deep.
 * @example
 * atOnce(parseJson('[1,{"a":2}]')).value; // => [1, { a: 2 }]
 */
export function* parseJson(
  text: string,
  sliceLength: number = text.length <= uncutLength ? uncutLength : usualLength,
): Steps<ParsedJson> {
  if (text.length <= sliceLength) return { value: JSON.parse(text), large: new Set() };
  const json = new PartialJson(text);
  let lists = new NumberLists(text);
  // The ends of long strings, because containers are scanned once for each level of nesting.
  const longStrings = new Map<number, number>();
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const limit = at + sliceLength;
    at = nextMark(text, at, Math.min(limit, text.length), depth === 0);
    if (at === limit) yield;
    const character = text.charCodeAt(at);
    if (character === code.quote) {
      let end = text.indexOf('"', at + 1);
      // Only a string that contains quotation marks, or is unterminated, needs to be read in separate steps.
      if (end === -1 || text.charCodeAt(end - 1) === code.backslash)
        end = longStrings.get(at) ?? (yield* endOfString(text, at));
      if (end - at > sliceLength) longStrings.set(at, end);
      at = end;
    } else if (character === code.openList || character === code.openObject) {
      if (depth === 0) json.startChild(at);
      const end = character === code.openList ? lists.endOf(at) : undefined;
      if (end !== undefined && end - at <= sliceLength) at = end - 1;
      else depth++;
    } else if (character === code.closeList || character === code.closeObject) {
      if (depth === 0) json.close(at);
      else depth--;
    } else if (character === code.comma && depth === 0) {
      if (json.startMember(at + 1, sliceLength)) yield;
    }
    if (depth > 0 && at - json.childStart >= sliceLength) {
      // Scans the members again, now as members of an open container.
      at = json.openChild();
      lists = new NumberLists(text);
      depth = 0;
      yield;
    }
  }
  return json.finish();
}

/** Returns the first position between `from` and `to` with a quotation mark, a bracket, a brace or a wanted comma; `to` if there is none. */
function nextMark(text: string, from: number, to: number, isCommaWanted: boolean): number {
  for (let at = from; at < to; at++) {
    const character = text.charCodeAt(at);
    if (character < code.openList) {
      if (character === code.quote || (isCommaWanted && character === code.comma)) return at;
    } else if (
      character === code.openList ||
      character === code.closeList ||
      character === code.openObject ||
      character === code.closeObject
    ) {
      return at;
    }
  }
  return to;
}

/** Returns the position of the quotation mark that ends a string, or the length of the text. */
function* endOfString(text: string, start: number): Steps<number> {
  let end = text.indexOf('"', start + 1);
  for (let count = 1; end !== -1 && isEscaped(text, end); count++) {
    if (count % 1024 === 0) yield;
    end = text.indexOf('"', end + 1);
  }
  return end === -1 ? text.length : end;
}
