import { leaveOut, type LeftOut } from './left-out.ts';
import { repeatedFields } from './repeated-fields.ts';
import type { Table } from './table.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A list that was found in JSON, and the values outside it. */
interface FoundList {
  readonly items: readonly unknown[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Reads JSON Lines, an array of strings and objects, or an object with such an array in one of its fields. A string becomes a row without columns.
 *
 * @example
 * readJson('{"films": ["Kubo", "Heat"]}').rows; // => ['Kubo', 'Heat']
 */
export function readJson(content: string): Table {
  let found: FoundList;
  try {
    found = findList(content);
  } catch (error) {
    return nothing(`This is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const { items, leftOut } = found;
  const kept = items.filter((item) => typeof item === 'string' || isObject(item));
  if (kept.length === 0) return nothing('This JSON contains neither a list of texts nor a list of objects.');
  const others = items.filter((item) => typeof item !== 'string' && !isObject(item));
  return toTable(kept, [...leftOut, ...leaveOut('item', 'other than a text or an object', others.map(toText))]);
}

function nothing(problem: string): Table {
  return { columns: [], rows: [], leftOut: [], problem };
}

function findList(content: string): FoundList {
  let whole: unknown;
  try {
    whole = JSON.parse(content);
  } catch (error) {
    // Does not split at U+2028, which a JSON string may contain.
    const lines = content.split('\n').filter((line) => line.trim() !== '');
    const parsed = lines.map(parseLine);
    // A source with one line, or whose first line is not JSON, is not JSON Lines. The error of the whole text helps more.
    if (lines.length < 2 || parsed[0] === undefined) throw error;
    const damaged = lines.filter((_, index) => parsed[index] === undefined);
    const reason = `without valid JSON, from line ${parsed.indexOf(undefined) + 1} on`;
    const valid = lines.filter((_, index) => parsed[index] !== undefined);
    return {
      items: parsed.flatMap((line) => line ?? []),
      leftOut: [...leaveOut('line', reason, damaged), ...repeatedIn(valid)],
    };
  }
  const found = listIn(whole);
  return { ...found, leftOut: [...found.leftOut, ...repeatedIn([content])] };
}

/** A parser keeps only the last of several fields with one name. */
function repeatedIn(parts: readonly string[]): readonly LeftOut[] {
  return leaveOut('field', 'whose name occurs again in its object', parts.flatMap(repeatedFields));
}

/** Returns a list with the value of a line, or `undefined` if the line is not JSON. */
function parseLine(line: string): [unknown] | undefined {
  try {
    return [JSON.parse(line)];
  } catch {
    return undefined;
  }
}

/** Returns the value itself if it is a list, or else the longest list in its fields, or else a list that contains only the value. */
function listIn(value: unknown): FoundList {
  if (Array.isArray(value)) return { items: value, leftOut: [] };
  if (!isObject(value)) return { items: [value], leftOut: [] };
  const lists = Object.entries(value).flatMap(([name, field]) =>
    Array.isArray(field) ? [{ name, items: field }] : [],
  );
  const [longest] = lists.toSorted((a, b) => b.items.length - a.items.length);
  if (longest === undefined) return { items: [value], leftOut: [] };
  const { [longest.name]: _, ...beside } = value;
  return { items: longest.items, leftOut: leaveOut('field', `outside the list “${longest.name}”`, toFields(beside)) };
}

/** Makes a column of each field that contains a string in any item. Other values are left out. */
function toTable(items: readonly (string | JsonObject)[], leftOut: readonly LeftOut[]): Table {
  const columns = new Set<string>();
  const others: string[] = [];
  for (const item of items) {
    if (typeof item === 'string') continue;
    const fields = Object.entries(item);
    for (const [name, value] of fields) if (typeof value === 'string') columns.add(name);
    const withoutText = Object.fromEntries(fields.filter(([, value]) => typeof value !== 'string'));
    // A spread into `push` would overflow the stack for an object with very many fields.
    for (const field of toFields(withoutText)) others.push(field);
  }
  const names = [...columns];
  const rows = items.map((item) => {
    return typeof item === 'string' ? item : names.map((name) => (typeof item[name] === 'string' ? item[name] : ''));
  });
  const problem = names.length === 0 && items.every(isObject) ? { problem: 'The objects contain no texts.' } : {};
  return { columns: names, rows, leftOut: [...leftOut, ...leaveOut('field', 'without a text', others)], ...problem };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the fields of an object as texts, except those that are `null`. */
function toFields(object: JsonObject): string[] {
  const fields = Object.entries(object).filter(([, value]) => value !== null);
  return fields.map(([name, value]) => `${name}: ${toText(value)}`);
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
