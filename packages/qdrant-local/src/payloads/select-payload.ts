import { type Payload, setOwn } from '../json/copy-json.ts';
import { everyElement, isJsonObject, type JsonPath, type JsonPathItem } from '../json/json-path.ts';
import type { PayloadSelection } from '../requests/read-result-selection.ts';

/**
 * The wanted part of a stored payload, as a copy; `undefined` when nothing is wanted.
 *
 * Source: qdrant/qdrant lib/segment/src/json_path (`check_include_pattern`, `check_exclude_pattern`).
 */
export function selectPayload(payload: Payload, selection: PayloadSelection): Payload | undefined {
  switch (selection.kind) {
    case 'none':
      return undefined;
    case 'all':
      return filterObject(payload, [], () => true);
    case 'include':
      // Kept is what lies under a wanted path, and what leads to one.
      return filterObject(payload, [], (path) => selection.paths.some((wanted) => areCompatible(path, wanted)));
    case 'exclude':
      return filterObject(payload, [], (path) => !selection.paths.some((unwanted) => isUnder(path, unwanted)));
  }
}

type PathTest = (path: readonly JsonPathItem[]) => boolean;

function isUnder(path: readonly JsonPathItem[], pattern: JsonPath): boolean {
  return pattern.length <= path.length && areCompatible(path, pattern);
}

function areCompatible(path: readonly JsonPathItem[], pattern: JsonPath): boolean {
  const common = Math.min(path.length, pattern.length);
  for (let index = 0; index < common; index++) if (path[index] !== pattern[index]) return false;
  return true;
}

function filterObject(object: Payload, path: JsonPathItem[], isKept: PathTest): Payload {
  const copy: Payload = {};
  for (const key of Object.keys(object)) {
    path.push(key);
    if (isKept(path)) setOwn(copy, key, filterValue(object[key], path, isKept));
    path.pop();
  }
  return copy;
}

function filterValue(value: unknown, path: JsonPathItem[], isKept: PathTest): unknown {
  if (isJsonObject(value)) return filterObject(value, path, isKept);
  if (!Array.isArray(value)) return value;
  const copy: unknown[] = [];
  path.push(everyElement);
  for (const element of value) if (isKept(path)) copy.push(filterValue(element, path, isKept));
  path.pop();
  return copy;
}
