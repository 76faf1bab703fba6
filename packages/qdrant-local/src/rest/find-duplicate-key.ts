import { endOfText, isEscaped } from '../json/json-text.ts';

// What may stand there is the user's own, and a key that comes twice has its last value, as in every map of serde.
const dataKeys: ReadonlySet<string> = new Set(['payload', 'payloads', 'metadata', 'defaults']);
/** Maps from names of vectors, whose values are structs. */
const nameMapKeys: ReadonlySet<string> = new Set(['vector', 'vectors', 'sparse_vectors']);
const quotationMark = 0x22;
const sparseKeys: ReadonlySet<string> = new Set(['indices', 'values']);

/**
 * The first key that an object of a body has twice, where a server's struct refuses that ("duplicate field"). In payloads the last value counts.
 *
 * `JSON.parse` does not tell. Where as many keys stand in the text as in what was parsed from it, there is none, and only then is the text gone through.
 *
 * @param json valid JSON.
 * @param parsed what it says.
 */
export function findDuplicateKey(json: string, parsed: unknown): string | undefined {
  return countKeysOfText(json) === countKeys(parsed) ? undefined : scanForDuplicate(json);
}

/** Never too few: a text that begins with a colon counts, too. */
function countKeysOfText(json: string): number {
  let count = 0;
  for (let colon = json.indexOf(':'); colon !== -1; colon = json.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (isSpace(json.charCodeAt(before))) before--;
    if (json.charCodeAt(before) === quotationMark && !isEscaped(json, before)) count++;
  }
  return count;
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Never too many: objects in lists that begin with a number, as vectors do, are left out. */
function countKeys(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0;
  if (Array.isArray(node)) {
    if (typeof node[0] === 'number') return 0;
    let count = 0;
    for (const item of node) count += countKeys(item);
    return count;
  }
  const keys = Object.keys(node);
  let count = keys.length;
  for (const key of keys) count += countKeys((node as Record<string, unknown>)[key]);
  return count;
}

/** An open object or list. */
interface Container {
  readonly isList: boolean;
  /** Fields of a struct, names of vectors, or data. */
  readonly holds: 'fields' | 'names' | 'data';
  /** Those that an object has had so far. */
  readonly keys: Set<string>;
  /** An object's last key; of a list, the one that it stands under. */
  key: string;
}

function scanForDuplicate(json: string): string | undefined {
  const open: Container[] = [];
  const afterKey = /\s*:\s*/y;
  for (let at = 0; at < json.length; at++) {
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

/** Of vectors by their names the last one counts, too; elsewhere in their place, twice is once too often. */
function isRefused({ holds, key }: Container, valueStart: string | undefined): boolean {
  if (holds !== 'names') return holds === 'fields';
  return (valueStart !== '[' && valueStart !== '{') || sparseKeys.has(key);
}
