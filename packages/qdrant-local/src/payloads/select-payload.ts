import { malformedRequest, type RequestContext } from '../server-errors.ts';
import { type Payload, setOwn } from './copy-json.ts';
import { everyElement, isJsonObject, type JsonPath, type JsonPathItem, parseJsonPath } from './json-path.ts';

/** Makes the part of a stored payload that a request asked for, as a copy; `undefined` when it asked for none. */
export type PayloadSelector = (payload: Payload) => Payload | undefined;

/**
 * Reads `with_payload`: a boolean, a list of paths to include, `{ include }` or `{ exclude }`.
 *
 * Source: qdrant/qdrant lib/segment/src/json_path (`check_include_pattern`, `check_exclude_pattern`).
 *
 * @throws {VectorStoreError} with status 400 when it is something else.
 */
export function readPayloadSelector(value: unknown, byDefault: boolean, context: RequestContext): PayloadSelector {
  const wanted = value ?? byDefault;
  if (wanted === false) return () => undefined;
  if (wanted === true) return (payload) => filterObject(payload, [], () => true);
  if (Array.isArray(wanted)) return includeOnly(readPaths(wanted, context));
  if (isJsonObject(wanted)) {
    const [kind, ...others] = Object.keys(wanted);
    if (kind === 'include' && others.length === 0) return includeOnly(readPaths(wanted[kind], context));
    if (kind === 'exclude' && others.length === 0) return excludeAll(readPaths(wanted[kind], context));
  }
  throw malformedRequest(
    context,
    'with_payload must be a boolean, a list of keys, { include: [keys] } or { exclude: [keys] }',
  );
}

type PathTest = (path: readonly JsonPathItem[]) => boolean;

function includeOnly(patterns: readonly JsonPath[]): PayloadSelector {
  // Kept is what lies under a wanted path, and what leads to one.
  return (payload) => filterObject(payload, [], (path) => patterns.some((pattern) => areCompatible(path, pattern)));
}

function excludeAll(patterns: readonly JsonPath[]): PayloadSelector {
  const isExcluded: PathTest = (path) =>
    patterns.some((pattern) => pattern.length <= path.length && areCompatible(path, pattern));
  return (payload) => filterObject(payload, [], (path) => !isExcluded(path));
}

function areCompatible(path: readonly JsonPathItem[], pattern: JsonPath): boolean {
  const common = Math.min(path.length, pattern.length);
  for (let index = 0; index < common; index++) if (path[index] !== pattern[index]) return false;
  return true;
}

function readPaths(value: unknown, context: RequestContext): JsonPath[] {
  if (!Array.isArray(value)) throw malformedRequest(context, 'with_payload must name its keys in a list');
  return value.map((text) => parseJsonPath(text, context));
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
