import { type Payload, setOwn } from '../json/copy-json.ts';
import { everyElement, isJsonObject } from '../json/json-path.ts';
import type { PathTree } from '../json/path-tree.ts';
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
  switch (selection.kind) {
    case 'none':
      return undefined;
    case 'all':
      return copyObject(payload, undefined, { keeps: 'exclude', keepsWholeFloats });
    default:
      return copyObject(payload, selection.paths, { keeps: selection.kind, keepsWholeFloats });
  }
}

interface Copying {
  /** Whether what lies under a path is all that is kept, beside what leads to it, or all that is not. */
  readonly keeps: 'include' | 'exclude';
  readonly keepsWholeFloats: boolean;
}

/** `paths` go on from here; without any, all is kept. */
function copyObject(object: Payload, paths: PathTree | undefined, copying: Copying): Payload {
  const copy: Payload = {};
  for (const key of Object.keys(object)) {
    const rest = paths?.child(key);
    if (isKept(paths, rest, copying)) setOwn(copy, key, copyValue(object[key], rest, copying));
  }
  return copy;
}

function copyValue(value: unknown, paths: PathTree | undefined, copying: Copying): unknown {
  // All that lies under a wanted path is wanted.
  const rest = paths?.isEnd === true ? undefined : paths;
  if (isJsonObject(value)) return copyObject(value, rest, copying);
  if (!Array.isArray(value)) return copying.keepsWholeFloats ? value : (numberOf(value) ?? value);
  const ofElements = rest?.child(everyElement);
  if (!isKept(rest, ofElements, copying)) return [];
  return value.map((element: unknown) => copyValue(element, ofElements, copying));
}

/** `rest` is what `paths` have after one more item. */
function isKept(paths: PathTree | undefined, rest: PathTree | undefined, { keeps }: Copying): boolean {
  if (paths === undefined) return true;
  return keeps === 'include' ? rest !== undefined : rest?.isEnd !== true;
}
