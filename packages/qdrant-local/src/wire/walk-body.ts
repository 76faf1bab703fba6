import { setOwn } from '../json/copy-json.ts';
import { type BodyKind, fieldKind, fieldKinds, itemKind, type NodeKind, takesScalars } from './grammar.ts';
import { type InferenceInput, isInferenceInput } from './inference-input.ts';
import { isNameMap, isQueryForm, isRow, isSparse } from './vector-shapes.ts';

/** Handles the leaves of a body. Each method returns the replacement for the leaf. */
export interface BodyVisitor {
  /** A dense vector, or one row of a multivector. */
  dense(vector: readonly unknown[] | Float32Array, place: string): unknown;
  sparse(vector: { readonly indices: unknown; readonly values: unknown }, place: string): unknown;
  inference(input: InferenceInput, place: string): unknown;
  id(id: unknown, place: string): unknown;
  /** A value that is not a vector, an id or an inference object, where one of these is required. */
  other(value: unknown, place: string): unknown;
  /** The index of the first point in the caller's list, when the body contains a part of that list. @default 0 */
  readonly firstPoint?: number;
}

/** A visitor that changes nothing. */
export const keepingVisitor: BodyVisitor = {
  dense: (vector) => vector,
  sparse: (vector) => vector,
  inference: (input) => input,
  id: (id) => id,
  other: (value) => value,
};

/**
 * Returns a copy of the body's structure with every vector, inference object and id replaced by what the visitor returns.
 *
 * Only the objects that lead to them are copied; the caller's objects are not changed. Undefined fields are left out.
 *
 * @param kind - of {@link wireOperations}.
 * @example
 * walkBody({ ids: [1, 2], with_payload: true }, 'idsBody', { ...keepingVisitor, id: (id) => `${id}` });
 * // => { ids: ['1', '2'], with_payload: true }
 */
export function walkBody(
  body: Readonly<Record<string, unknown>>,
  kind: BodyKind,
  visitor: BodyVisitor,
): Record<string, unknown> {
  return walkFields(body, kind, '', visitor);
}

function walk(node: unknown, kind: NodeKind, place: string, visitor: BodyVisitor): unknown {
  if (kind === 'id') return visitor.id(node, place);
  const isVector = kind === 'vector' || kind === 'vectorOrId';
  if (node === null || node === undefined) return isVector ? visitor.other(node, place) : node;
  if (isVector || (kind === 'query' && !isQueryForm(node))) return walkVector(node, kind, place, visitor);
  if (kind === 'namedVector' && !isQueryForm(node)) return walkVector(node, 'vector', place, visitor);
  if (kind === 'pointVectors') return walkNamed(node, 'vector', place, visitor);
  if (Array.isArray(node)) return walkItems(node, kind, place, visitor);
  if (kind === 'columnVectors') return walkNamed(node, 'vectorList', place, visitor);
  if (typeof node === 'object' && fieldKinds(kind) !== undefined) return walkFields(node, kind, place, visitor);
  return takesScalars(kind) ? node : visitor.other(node, place);
}

/** Walks the items of a list, each of its own kind. The rows of a multivector have the kind of the multivector. */
function walkItems(node: readonly unknown[], kind: NodeKind, place: string, visitor: BodyVisitor): unknown[] {
  const each = itemKind(kind) ?? 'vector';
  const first = kind === 'point' ? (visitor.firstPoint ?? 0) : 0;
  return Array.from(node, (item, index) => walk(item, each, `${place}[${first + index}]`, visitor));
}

function walkFields(node: object, kind: NodeKind, place: string, visitor: BodyVisitor): Record<string, unknown> {
  const kinds = fieldKinds(kind);
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (value === undefined) continue;
    const each = fieldKind(kinds, key);
    setOwn(copy, key, each === undefined ? value : walk(value, each, joined(place, key), visitor));
  }
  return copy;
}

/** Walks the collection's only vector, or an object that maps names to vectors. */
function walkNamed(node: unknown, kind: 'vector' | 'vectorList', place: string, visitor: BodyVisitor): unknown {
  if (!isNameMap(node)) {
    return kind === 'vector' ? walkVector(node, kind, place, visitor) : visitor.other(node, place);
  }
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node)) setOwn(copy, name, walk(value, kind, joined(place, name), visitor));
  return copy;
}

function walkVector(node: unknown, kind: NodeKind, place: string, visitor: BodyVisitor): unknown {
  if (isInferenceInput(node)) return visitor.inference(node, place);
  if (node instanceof Float32Array) return visitor.dense(node, place);
  if (Array.isArray(node))
    return isRow(node[0]) ? walkItems(node, 'vector', place, visitor) : visitor.dense(node, place);
  if (isSparse(node)) return visitor.sparse(node, place);
  return typeof node === 'object' || kind === 'vector' ? visitor.other(node, place) : visitor.id(node, place);
}

function joined(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`;
}
