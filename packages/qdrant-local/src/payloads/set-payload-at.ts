import type { Steps } from '../turns/steps.ts';
import { type Payload, setOwn } from '../json/copy-json.ts';
import { everyElement, isJsonObject, type JsonPath } from '../json/json-path.ts';

// The number of keys or elements merged in one step.
const keysPerStep = 256;

/**
 * Merges the keys of `source` into the object at `path` of `target`, in place; without a path, into `target` itself.
 * A key whose value is null is removed.
 *
 * As on the server, other values on the path are replaced by an object or an array, and an index beyond the end of its array
 * changes nothing. Source: qdrant/qdrant lib/segment/src/json_path/mod.rs, `value_set`.
 */
export function* setPayloadAt(target: Payload, path: JsonPath, source: () => Steps<Payload>): Steps<void> {
  yield* mergeAt(target, path, 0, source);
}

/** Returns the value that replaces `current`. */
function* mergeAt(current: unknown, path: JsonPath, position: number, source: () => Steps<Payload>): Steps<unknown> {
  if (position === path.length) {
    const object = isJsonObject(current) ? current : {};
    const merged = yield* source();
    for (const [index, key] of Object.keys(merged).entries()) {
      if (index % keysPerStep === keysPerStep - 1) yield;
      const value = merged[key];
      if (value === null) Reflect.deleteProperty(object, key);
      else setOwn(object, key, value);
    }
    return object;
  }
  const item = path[position]!;
  if (typeof item === 'string') {
    const object = isJsonObject(current) ? current : {};
    const next = Object.hasOwn(object, item) ? object[item] : undefined;
    setOwn(object, item, yield* mergeAt(next, path, position + 1, source));
    return object;
  }
  const array: unknown[] = Array.isArray(current) ? current : [];
  for (let index = 0; index < array.length; index++) {
    if (index % keysPerStep === keysPerStep - 1) yield;
    if (item === everyElement || item === index)
      array[index] = yield* mergeAt(array[index], path, position + 1, source);
  }
  return array;
}
