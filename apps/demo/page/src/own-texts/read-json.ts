import type { Table } from './read-table.ts';

/** What a JSON file holds: texts, or objects whose fields are asked for, or nothing that can be searched. */
export type JsonContent =
  | { readonly texts: readonly string[] }
  | { readonly table: Table }
  | { readonly problem: string };

/**
 * Reads an array of strings or objects, an object with such an array in one of its fields, or JSON Lines.
 *
 * @example
 * readJson('{"films": ["Kubo", "Heat"]}'); // => { texts: ['Kubo', 'Heat'] }
 */
export function readJson(content: string): JsonContent {
  let items: unknown[];
  try {
    items = findList(parseJsonOrLines(content));
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}.` };
  }
  const texts = items.filter((item) => typeof item === 'string');
  if (texts.length > 0) return { texts };
  const objects = items.filter(isObject);
  if (objects.length > 0) return { table: toTable(objects) };
  return { problem: 'This JSON holds neither a list of texts nor a list of objects.' };
}

function parseJsonOrLines(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const lines = content.split('\n').filter((line) => line.trim() !== '');
    // A file of one value, or one whose first line is not a value, is meant as JSON: its own error helps more.
    if (lines.length < 2 || !isParsable(lines[0] ?? '')) throw error;
    return lines.map(parseLine);
  }
}

function parseLine(line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function isParsable(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** The value itself where it is a list, or else the longest list among its fields, or else the value as a list of one. */
function findList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [value];
  const lists = Object.values(value).filter((field) => Array.isArray(field));
  return lists.toSorted((a, b) => b.length - a.length)[0] ?? [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields that hold a text anywhere are columns; other values have no place in them. */
function toTable(objects: readonly Record<string, unknown>[]): Table {
  const columns = new Set<string>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) if (typeof value === 'string') columns.add(name);
  }
  const names = [...columns];
  const rows = objects.map((object) => names.map((name) => (typeof object[name] === 'string' ? object[name] : '')));
  return names.length > 0 ? { columns: names, rows } : { columns: [], rows: [], problem: 'The objects hold no texts.' };
}
