import { randomUUID } from 'node:crypto';

// A whole number of 16 digits or more between two structural characters, so possibly beyond 2^53. May also be inside a
// text, which costs time and nothing else.
const mayHoldLongNumber = /[[:,\s]\d{16,}\s*[,\]}]/;
const textOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const longWholeNumber = /^[1-9]\d{15,}$/;

const idKeys = new Set(['id', 'offset', 'query', 'nearest', 'target', 'positive', 'negative', 'example']);
const idListKeys = new Set(['ids', 'points', 'has_id']);
const opaqueKeys = new Set(['payload', 'payloads', 'metadata', 'vector', 'vectors', 'match', 'range', 'geo_radius']);

// serde_json refuses deeper nesting too.
const maxDepth = 127;

/**
 * Parses a request body. Whole numbers beyond 2^53 become bigints where Qdrant's API has point ids, which are unsigned
 * 64-bit integers, and rounded numbers everywhere else.
 *
 * @throws {SyntaxError} when `text` is not JSON, or has such a number and is nested too deeply.
 */
export function parseExactJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (!mayHoldLongNumber.test(text)) return parsed;
  const marker = randomUUID();
  const marked = text.replaceAll(textOrNumber, (token) =>
    longWholeNumber.test(token) ? `"${marker}${token}"` : token,
  );
  const root: unknown = JSON.parse(marked);
  if (typeof root === 'object' && root !== null) restoreNumbers(root, { marker, depth: 0, isOpaque: false });
  return root;
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

interface Place {
  readonly marker: string;
  readonly depth: number;
  /** In data, where nothing is an id. */
  readonly isOpaque: boolean;
  readonly key?: string;
  readonly parentKey?: string;
}

/** Replaces the marked numbers of `node` in place. */
function restoreNumbers(node: object, place: Place): void {
  const { marker, depth, isOpaque, key } = place;
  if (depth > maxDepth) throw new SyntaxError('recursion limit exceeded');
  for (const name of Object.keys(node)) {
    const value: unknown = Reflect.get(node, name);
    if (typeof value === 'string' && value.startsWith(marker)) {
      const digits = value.slice(marker.length);
      Reflect.set(node, name, isIdPlace(node, name, place) ? BigInt(digits) : Number(digits));
    } else if (typeof value === 'object' && value !== null) {
      const isElement = Array.isArray(node);
      restoreNumbers(value, {
        marker,
        depth: depth + 1,
        isOpaque: isOpaque || (!isElement && opaqueKeys.has(name)),
        key: isElement ? '' : name,
        ...(key === undefined ? {} : { parentKey: key }),
      });
    }
  }
}

function isIdPlace(node: object, name: string, { isOpaque, key = '', parentKey }: Place): boolean {
  if (isOpaque) return false;
  if (!Array.isArray(node)) return idKeys.has(name);
  // Examples of a recommendation are a list of ids; in a context pair, a list is a vector.
  return idListKeys.has(key) || (parentKey === 'recommend' && (key === 'positive' || key === 'negative'));
}
