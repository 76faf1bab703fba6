import type { Steps } from '../turns/steps.ts';
import { type Payload, setOwn } from '../json/copy-json.ts';
import { everyElement, isJsonObject } from '../json/json-path.ts';
import type { PathTree } from '../json/path-tree.ts';
import { numberOf } from '../json/whole-float.ts';
import type { PayloadSelection } from '../requests/read-result-selection.ts';

/** Options of {@link selectPayload}. */
export interface PayloadCopyOptions {
  /** Whether whole floats are kept, for JSON that distinguishes them from integers, or become numbers. @default false */
  readonly keepsWholeFloats?: boolean;
}

// The number of values copied at once, and the number of members of at most that size copied in one step.
const valuesAtOnce = 256;
const membersPerStep = 16;

/**
 * Returns a copy of the selected part of a stored payload, or the steps to it when it is large; `undefined` when nothing is selected.
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
  /** `include` keeps only the values under the paths, with the objects that lead to them; `exclude` keeps only the values under no path. */
  readonly keeps: 'include' | 'exclude';
  readonly keepsWholeFloats: boolean;
  /** The number of values that may still be copied at once. When it is negative, the copy is incomplete and must be discarded. */
  left: number;
}

/** The paths are relative to this object. Without `paths`, everything is kept. */
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

/** Like {@link copyObject}, for a large object, in steps. */
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

/** Like {@link copyValue}, for a large object or list, in steps. */
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

/** Returns a copy that is complete only when the value is small enough. */
function copyMember(value: unknown, paths: PathTree | undefined, copying: Copying): unknown {
  copying.left = valuesAtOnce;
  return copyValue(value, paths, copying);
}

/** Returns the paths for the values below. Everything under the end of a path is kept or excluded as a whole. */
function below(paths: PathTree | undefined): PathTree | undefined {
  return paths?.isEnd === true ? undefined : paths;
}

/** `rest` contains the paths below the value. */
function isKept(paths: PathTree | undefined, rest: PathTree | undefined, { keeps }: Copying): boolean {
  if (paths === undefined) return true;
  return keeps === 'include' ? rest !== undefined : rest?.isEnd !== true;
}
