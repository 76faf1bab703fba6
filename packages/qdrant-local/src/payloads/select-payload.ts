import type { Steps } from '../event-loop-turns.ts';
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

// So many values are copied at once, and so many members that are no larger in one step.
const valuesAtOnce = 256;
const membersPerStep = 16;

/**
 * The wanted part of a stored payload, as a copy, or the steps to one where it is large; `undefined` when nothing is wanted.
 *
 * Source: qdrant/qdrant lib/segment/src/json_path (`check_include_pattern`, `check_exclude_pattern`).
 */
export function selectPayload(
  payload: Payload,
  selection: PayloadSelection,
  { keepsWholeFloats = false }: PayloadCopyOptions = {},
): Payload | Steps<Payload> | undefined {
  if (selection.kind === 'none') return undefined;
  const paths = 'paths' in selection ? selection.paths : undefined;
  const keeps = selection.kind === 'include' ? 'include' : 'exclude';
  const copying: Copying = { keeps, keepsWholeFloats, left: valuesAtOnce };
  const copy = copyObject(payload, paths, copying);
  return copying.left >= 0 ? copy : copyFields(payload, paths, copying);
}

interface Copying {
  /** Whether what lies under a path is all that is kept, beside what leads to it, or all that is not. */
  readonly keeps: 'include' | 'exclude';
  readonly keepsWholeFloats: boolean;
  /** How many more values are copied at once. Below zero the copy is not whole, and of no use. */
  left: number;
}

/** `paths` go on from here; without any, all is kept. */
function copyObject(object: Payload, paths: PathTree | undefined, copying: Copying): Payload {
  const copy: Payload = {};
  const keys = Object.keys(object);
  copying.left -= keys.length;
  if (copying.left < 0) return copy;
  for (const key of keys) {
    const rest = paths?.child(key);
    if (isKept(paths, rest, copying)) setOwn(copy, key, copyValue(object[key], rest, copying));
  }
  return copy;
}

function copyValue(value: unknown, paths: PathTree | undefined, copying: Copying): unknown {
  if (isJsonObject(value)) return copyObject(value, below(paths), copying);
  if (!Array.isArray(value)) return copying.keepsWholeFloats ? value : (numberOf(value) ?? value);
  const rest = below(paths);
  const ofElements = rest?.child(everyElement);
  if (!isKept(rest, ofElements, copying)) return [];
  copying.left -= value.length;
  if (copying.left < 0) return [];
  return value.map((element: unknown) => copyValue(element, ofElements, copying));
}

/** {@link copyObject} of a large object, in steps. */
function* copyFields(object: Payload, paths: PathTree | undefined, copying: Copying): Steps<Payload> {
  const copy: Payload = {};
  for (const [index, key] of Object.keys(object).entries()) {
    if (index % membersPerStep === 0) yield;
    const rest = paths?.child(key);
    if (!isKept(paths, rest, copying)) continue;
    const member = copyMember(object[key], rest, copying);
    setOwn(copy, key, copying.left >= 0 ? member : yield* copyLarge(object[key], rest, copying));
  }
  return copy;
}

/** {@link copyValue} of a large object or list, in steps. */
function* copyLarge(value: unknown, paths: PathTree | undefined, copying: Copying): Steps<unknown> {
  if (isJsonObject(value)) return yield* copyFields(value, below(paths), copying);
  const copy: unknown[] = [];
  const ofElements = below(paths)?.child(everyElement);
  for (const [index, element] of (value as unknown[]).entries()) {
    if (index % membersPerStep === 0) yield;
    const member = copyMember(element, ofElements, copying);
    copy.push(copying.left >= 0 ? member : yield* copyLarge(element, ofElements, copying));
  }
  return copy;
}

/** A copy that is whole where it is small enough. */
function copyMember(value: unknown, paths: PathTree | undefined, copying: Copying): unknown {
  copying.left = valuesAtOnce;
  return copyValue(value, paths, copying);
}

/** All that lies under a wanted path is wanted. */
function below(paths: PathTree | undefined): PathTree | undefined {
  return paths?.isEnd === true ? undefined : paths;
}

/** `rest` is what `paths` have after one more item. */
function isKept(paths: PathTree | undefined, rest: PathTree | undefined, { keeps }: Copying): boolean {
  if (paths === undefined) return true;
  return keeps === 'include' ? rest !== undefined : rest?.isEnd !== true;
}
