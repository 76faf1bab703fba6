import { findLoneSurrogate, isEscaped } from '@x/core';

import type { Steps } from '../turns/steps.ts';
import { endOfText } from '../json/end-of-text.ts';
import type { ParsedJson } from '../wire/parse-json.ts';

// The values of these keys are user data. Of a duplicate key in them, the last value counts, as in every map of serde.
const dataKeys: ReadonlySet<string> = new Set(['payload', 'payloads', 'metadata', 'defaults']);
/** Keys of maps from vector names to structs. */
const nameMapKeys: ReadonlySet<string> = new Set(['vector', 'vectors', 'sparse_vectors']);
const quotationMark = 0x22;
const sparseKeys: ReadonlySet<string> = new Set(['indices', 'values']);

// Nested objects and lists: serde_json's recursion limit is 128, and the 128th level reaches it.
const maxLevels = 127;

/**
 * Rejects what `JSON.parse` accepts and a server does not: a duplicate field of an object ("duplicate field" of its structs; in
 * payloads the last value counts), nesting that is too deep, and a lone surrogate.
 *
 * When the text and the parsed value contain the same number of keys, no field is duplicated. Otherwise the text is scanned.
 *
 * @param json valid JSON.
 * @param parsed the value parsed from it.
 * @throws {SyntaxError} that names the field, or in the words of serde_json.
 */
export function* checkParsedJson(json: string, { value, large }: ParsedJson): Steps<void> {
  if (yield* findLoneSurrogate(json)) throw new SyntaxError('lone leading surrogate in hex escape');
  if ((yield* countKeys(value, 1, large)) === (yield* countKeysOfText(json))) return;
  const key = yield* scanForDuplicate(json);
  if (key !== undefined) throw new SyntaxError(`duplicate field \`${key}\``);
}

/** Returns the number of keys, or fewer: objects in lists that begin with a number, as vectors do, are not counted. */
function* countKeys(node: unknown, level: number, large: ReadonlySet<unknown>): Steps<number> {
  if (!large.has(node)) return countKeysIn(node, level);
  if (level > maxLevels) throw new SyntaxError('recursion limit exceeded');
  const isList = Array.isArray(node);
  if (isList && isNumbers(node)) return 0;
  // `Object.values` would take three times as long for a large number of keys.
  const keys = isList ? undefined : Object.keys(node as object);
  let count = keys?.length ?? 0;
  for (const place of keys ?? (node as unknown[]).keys()) {
    const item = (node as Record<string | number, unknown>)[place];
    if (typeof item !== 'object') continue;
    yield;
    count += yield* countKeys(item, level + 1, large);
  }
  return count;
}

/** Counts keys of a small node. `level` is the nesting depth of the node. */
function countKeysIn(node: unknown, level: number): number {
  if (typeof node !== 'object' || node === null) return 0;
  if (level > maxLevels) throw new SyntaxError('recursion limit exceeded');
  let count = 0;
  if (Array.isArray(node)) {
    if (!isNumbers(node)) for (const item of node) count += countKeysIn(item, level + 1);
    return count;
  }
  for (const key in node) {
    count++;
    const value = (node as Record<string, unknown>)[key];
    if (typeof value === 'object') count += countKeysIn(value, level + 1);
  }
  return count;
}

function isNumbers(list: readonly unknown[]): boolean {
  return typeof list[0] === 'number';
}

/** Counts keys of a text, never too few: a string that is followed by a colon inside another string also counts. */
function* countKeysOfText(json: string): Steps<number> {
  let count = 0;
  for (let colon = json.indexOf(':'); colon !== -1; colon = json.indexOf(':', colon + 1)) {
    yield;
    let before = colon - 1;
    while (isSpace(json.charCodeAt(before))) before--;
    if (json.charCodeAt(before) === quotationMark && !isEscaped(json, before)) count++;
  }
  return count;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** An open object or list. */
interface Container {
  readonly isList: boolean;
  /** Whether it contains fields of a struct, names of vectors, or data. */
  readonly holds: 'fields' | 'names' | 'data';
  /** The keys of an object so far. */
  readonly keys: Set<string>;
  /** An object's last key, or the key that a list is the value of. */
  key: string;
}

function* scanForDuplicate(json: string): Steps<string | undefined> {
  const open: Container[] = [];
  const afterKey = /\s*:\s*/y;
  for (let at = 0; at < json.length; at++) {
    yield;
    const character = json[at];
    if (character === '{' || character === '[') open.push(openIn(open.at(-1), character === '['));
    else if (character === '}' || character === ']') open.pop();
    if (character !== '"') continue;
    const end = endOfText(json, at);
    const within = open.at(-1);
    afterKey.lastIndex = end;
    if (within !== undefined && afterKey.test(json)) {
      within.key = JSON.parse(json.slice(at, end)) as string;
      if (within.keys.has(within.key) && isRefused(within, json[afterKey.lastIndex])) return within.key;
      within.keys.add(within.key);
    }
    at = end - 1;
  }
  return undefined;
}

function openIn(within: Container | undefined, isList: boolean): Container {
  const key = within?.key ?? '';
  const isData = within?.holds === 'data' || (within?.holds === 'fields' && dataKeys.has(key));
  const isNames = !isList && within?.isList === false && within.holds === 'fields' && nameMapKeys.has(key);
  return { isList, holds: isData ? 'data' : isNames ? 'names' : 'fields', keys: new Set(), key };
}

/** Returns whether a duplicate key is an error. For vector names with a list or object, the last value counts; `indices` and `values` may not repeat. */
function isRefused({ holds, key }: Container, valueStart: string | undefined): boolean {
  if (holds !== 'names') return holds === 'fields';
  return (valueStart !== '[' && valueStart !== '{') || sparseKeys.has(key);
}
