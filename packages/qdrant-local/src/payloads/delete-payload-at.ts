import type { Steps } from '../turns/steps.ts';
import type { Payload } from '../json/copy-json.ts';
import { everyElement, isJsonObject, type JsonPath, type JsonPathItem } from '../json/json-path.ts';

// The number of list elements visited in one step.
const elementsPerStep = 256;

/**
 * Removes the value at `path` of `target`, in place: a key of an object, or all elements of a list when the path ends in
 * `[]`. A path that ends in an index removes nothing, because repeating the call would remove two elements.
 *
 * Source: qdrant/qdrant lib/segment/src/json_path/mod.rs, `value_remove`.
 */
export function deletePayloadAt(target: Payload, path: JsonPath): Steps<void> {
  return deleteAt(target, path, 0);
}

function* deleteAt(current: unknown, path: JsonPath, position: number): Steps<void> {
  const item = path[position]!;
  if (position === path.length - 1) deleteHere(current, item);
  else if (typeof item === 'string') {
    if (isJsonObject(current) && Object.hasOwn(current, item)) yield* deleteAt(current[item], path, position + 1);
  } else if (Array.isArray(current)) {
    const elements: readonly unknown[] = item === everyElement ? current : current.slice(item, item + 1);
    for (const [index, element] of elements.entries()) {
      if (index % elementsPerStep === elementsPerStep - 1) yield;
      yield* deleteAt(element, path, position + 1);
    }
  }
}

function deleteHere(current: unknown, item: JsonPathItem): void {
  if (typeof item === 'string') {
    if (isJsonObject(current) && Object.hasOwn(current, item)) delete current[item];
  } else if (item === everyElement && Array.isArray(current)) current.length = 0;
}
