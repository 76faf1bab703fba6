import type { Payload } from '../json/copy-json.ts';
import { everyElement, isJsonObject, type JsonPath } from '../json/json-path.ts';

/**
 * Removes what is at `path` of `target`, in place: a key of an object, or all elements of a list where the path ends in
 * `[]`. A path that ends in an index removes nothing, for to do it twice would remove two elements.
 *
 * Source: qdrant/qdrant lib/segment/src/json_path/mod.rs, `value_remove`.
 */
export function deletePayloadAt(target: Payload, path: JsonPath): void {
  deleteAt(target, path, 0);
}

function deleteAt(current: unknown, path: JsonPath, position: number): void {
  const item = path[position]!;
  const isLast = position === path.length - 1;
  if (typeof item === 'string') {
    if (!isJsonObject(current) || !Object.hasOwn(current, item)) return;
    if (isLast) delete current[item];
    else deleteAt(current[item], path, position + 1);
  } else if (Array.isArray(current)) {
    if (isLast) {
      if (item === everyElement) current.length = 0;
    } else if (item === everyElement) {
      for (const element of current) deleteAt(element, path, position + 1);
    } else if (item < current.length) {
      deleteAt(current[item], path, position + 1);
    }
  }
}
