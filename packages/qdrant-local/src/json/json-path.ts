import { malformedRequest, type RequestContext } from './server-errors.ts';
import { WholeFloat } from './whole-float.ts';

/** Represents `[]`: every element of an array. */
export const everyElement: unique symbol = Symbol('[]');

/** A key of an object, an index of an array, or {@link everyElement}. */
export type JsonPathItem = string | number | typeof everyElement;

/** The path to a value in a payload. The first item is always a key. */
export type JsonPath = readonly JsonPathItem[];

// Parsing a path of this length takes a few milliseconds.
const maxPathLength = 65_536;

// The largest index, a `usize` of a server.
const maxIndex = 2n ** 64n - 1n;

const plainKey = /^[\p{Alphabetic}\p{N}_-]+$/u;
const firstKey = /(?:([\p{Alphabetic}\p{N}_-]+)|"([^"\\]*)")/uy;
const laterItem = /(?:\.(?:([\p{Alphabetic}\p{N}_-]+)|"([^"\\]*)")|\[(\d*)\])/uy;

/**
 * Parses Qdrant's path syntax: `city.name`, `items[].sku`, `items[0]`, `"quoted key"."a.b"`.
 *
 * @throws {VectorStoreError} with status 400 when the text is not a path, or is longer than 65,536 characters.
 */
export function parseJsonPath(text: unknown, place: string, context: RequestContext): JsonPath {
  if (typeof text !== 'string') {
    const shown = typeof text === 'object' && text !== null ? typeof text : String(text);
    throw malformedRequest(context, `${place} must be a string with the path of a payload key, but is ${shown}`);
  }
  if (text.length > maxPathLength) {
    throw malformedRequest(
      context,
      `${place} has ${text.length} characters, but may have at most ${maxPathLength}; use a shorter one`,
    );
  }
  const path = readJsonPath(text);
  if (path === undefined) throw malformedRequest(context, `Invalid json path: '${text}' in ${place}`);
  return path;
}

/** Like {@link parseJsonPath}, but returns `undefined` when the text is not a path. Source: qdrant/qdrant lib/segment/src/json_path/parse.rs. */
export function readJsonPath(text: string): JsonPath | undefined {
  const items: JsonPathItem[] = [];
  let position = 0;
  while (position < text.length || items.length === 0) {
    const pattern = items.length === 0 ? firstKey : laterItem;
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, plain, quoted, index] = match;
    if (index !== undefined && BigInt(index) > maxIndex) return undefined;
    items.push(plain ?? quoted ?? (index === '' ? everyElement : Number(index)));
    position = pattern.lastIndex;
  }
  return items;
}

/** Returns the canonical spelling of a path, which quotes only the keys that need quotes. */
export function formatJsonPath(path: JsonPath): string {
  const items = path.map((item) => {
    if (item === everyElement) return '[]';
    if (typeof item === 'number') return `[${item}]`;
    return plainKey.test(item) ? `.${item}` : `."${item}"`;
  });
  return items.join('').slice(1);
}

/** Returns the path to every element of the list at `path`. A path that already ends in `[]` is returned unchanged. */
export function arrayPath(path: JsonPath): JsonPath {
  return path.at(-1) === everyElement ? path : [...path, everyElement];
}

/**
 * Returns true when `test` holds for at least one value at `path`. An array at the end of the path is passed as an array.
 *
 * Keys do not reach into arrays; `[]` does.
 */
export function someValueAt(value: unknown, path: JsonPath, test: (value: unknown) => boolean, position = 0): boolean {
  if (position === path.length) return test(value);
  const item = path[position]!;
  if (typeof item === 'string') {
    return isJsonObject(value) && Object.hasOwn(value, item) && someValueAt(value[item], path, test, position + 1);
  }
  if (!Array.isArray(value)) return false;
  if (typeof item === 'number') return item < value.length && someValueAt(value[item], path, test, position + 1);
  return value.some((element) => someValueAt(element, path, test, position + 1));
}

/** Returns the values at `path`. For a list at the end of the path, returns its elements, one level deep. */
export function valuesAt(value: unknown, path: JsonPath): unknown[] {
  const values: unknown[] = [];
  someValueAt(value, path, (found) => {
    if (Array.isArray(found)) for (const element of found) values.push(element);
    else values.push(found);
    return false;
  });
  return values;
}

/** True for a JSON object, and false for an array, null or a number. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WholeFloat);
}
