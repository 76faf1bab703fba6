import { type Payload, setOwn } from '../json/copy-json.ts';
import { everyElement, isJsonObject, type JsonPath, type JsonPathItem } from '../json/json-path.ts';
import { numberOf } from '../json/whole-float.ts';
import type { PayloadSelection } from '../requests/read-result-selection.ts';

/** How {@link selectPayload} copies. */
export interface PayloadCopyOptions {
  /** Whether whole floats stay what they are, for JSON that tells them from integers, or become numbers. @default false */
  readonly keepsWholeFloats?: boolean;
}

/**
 * The wanted part of a stored payload, as a copy; `undefined` when nothing is wanted.
 *
 * Source: qdrant/qdrant lib/segment/src/json_path (`check_include_pattern`, `check_exclude_pattern`).
 */
export function selectPayload(
  payload: Payload,
  selection: PayloadSelection,
  { keepsWholeFloats = false }: PayloadCopyOptions = {},
): Payload | undefined {
  const filter = (isKept: PathTest): Payload => filterObject(payload, [], { isKept, keepsWholeFloats });
  switch (selection.kind) {
    case 'none':
      return undefined;
    case 'all':
      return filter(() => true);
    case 'include':
      // Kept is what lies under a wanted path, and what leads to one.
      return filter((path) => selection.paths.some((wanted) => areCompatible(path, wanted)));
    case 'exclude':
      return filter((path) => !selection.paths.some((unwanted) => isUnder(path, unwanted)));
  }
}

type PathTest = (path: readonly JsonPathItem[]) => boolean;

interface Copying {
  readonly isKept: PathTest;
  readonly keepsWholeFloats: boolean;
}

function isUnder(path: readonly JsonPathItem[], pattern: JsonPath): boolean {
  return pattern.length <= path.length && areCompatible(path, pattern);
}

function areCompatible(path: readonly JsonPathItem[], pattern: JsonPath): boolean {
  const common = Math.min(path.length, pattern.length);
  for (let index = 0; index < common; index++) if (path[index] !== pattern[index]) return false;
  return true;
}

function filterObject(object: Payload, path: JsonPathItem[], copying: Copying): Payload {
  const copy: Payload = {};
  for (const key of Object.keys(object)) {
    path.push(key);
    if (copying.isKept(path)) setOwn(copy, key, filterValue(object[key], path, copying));
    path.pop();
  }
  return copy;
}

function filterValue(value: unknown, path: JsonPathItem[], copying: Copying): unknown {
  if (isJsonObject(value)) return filterObject(value, path, copying);
  if (!Array.isArray(value)) return copying.keepsWholeFloats ? value : (numberOf(value) ?? value);
  const copy: unknown[] = [];
  path.push(everyElement);
  for (const element of value) if (copying.isKept(path)) copy.push(filterValue(element, path, copying));
  path.pop();
  return copy;
}
