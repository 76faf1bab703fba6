import { randomUUID } from 'node:crypto';

import { endOfText } from '../json/json-text.ts';
import type { NodeKind } from './grammar.ts';
import { mapScalars } from './map-scalars.ts';

// A whole number of 16 digits or more after a structural character, so possibly beyond 2^53. May also be inside a text, or the start of another number,
// which costs time and nothing else. These expressions have bounds, because an unbounded one needs a stack as long as what it matches.
const mayHoldLongNumber = /[[:,\s]\d{16}/;
const longWholeNumber = /(?<![-+.\deE])[1-9]\d{15,39}(?![.\deE])/g;

// serde_json refuses deeper nesting too.
const maxDepth = 127;

/**
 * Parses a body. Whole numbers beyond 2^53 become bigints where its kind has ids of points, which are unsigned 64-bit integers, and
 * rounded numbers everywhere else.
 *
 * @param kind - of {@link wireOperations}; `undefined` for what has no ids.
 * @throws {SyntaxError} when `text` is not JSON, or has such a number and is nested too deeply.
 * @example
 * parseExactJson('{"ids":[18446744073709551615]}', 'idsBody'); // => { ids: [18446744073709551615n] }
 */
export function parseExactJson(text: string, kind: NodeKind | undefined): unknown {
  const parsed: unknown = JSON.parse(text);
  if (!mayHoldLongNumber.test(text)) return parsed;
  const marker = randomUUID();
  const marked = replaceOutsideTexts(text, longWholeNumber, `"${marker}$&"`);
  const restore = (scalar: unknown, isId: boolean): unknown => {
    if (typeof scalar !== 'string' || !scalar.startsWith(marker)) return scalar;
    const digits = scalar.slice(marker.length);
    return isId ? BigInt(digits) : Number(digits);
  };
  return mapScalars(JSON.parse(marked), kind, restore, { maxDepth });
}

/** Replaces in valid JSON what a pattern matches outside of texts. */
function replaceOutsideTexts(json: string, pattern: RegExp, replacement: string): string {
  const parts: string[] = [];
  let start = 0;
  for (let quote = json.indexOf('"'); quote !== -1; quote = json.indexOf('"', start)) {
    const end = endOfText(json, quote);
    parts.push(json.slice(start, quote).replaceAll(pattern, replacement), json.slice(quote, end));
    start = end;
  }
  parts.push(json.slice(start).replaceAll(pattern, replacement));
  return parts.join('');
}

/** JSON text of an answer, with bigints as plain digits. */
export function stringifyExactJson(value: unknown): string {
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
