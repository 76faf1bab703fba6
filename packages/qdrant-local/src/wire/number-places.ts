import { type FieldKinds, fieldKind, fieldKinds, itemKind, type NodeKind } from './grammar.ts';
import { isQueryForm, isSparse } from './vector-shapes.ts';

/** The kinds of the values in a list or an object: one kind for all values, or one for each key. */
export type InnerKinds = { readonly each: NodeKind | undefined } | { readonly fields: FieldKinds };

const data: InnerKinds = { each: undefined };
const vector: InnerKinds = { each: 'vector' };
/** A sparse vector. Its indices are integers. */
const sparse: InnerKinds = { fields: { values: 'vector' } };
const columns: InnerKinds = { each: 'vectorList' };

/** Kinds that are vectors when the value is an object or a list. */
const vectorKinds: ReadonlySet<NodeKind> = new Set<NodeKind>(['vector', 'vectorOrId', 'pointVectors']);
const vectorOrFormKinds: ReadonlySet<NodeKind> = new Set<NodeKind>(['query', 'namedVector']);

/**
 * Returns the kinds of the values in a list or an object that is found where `kind` is expected. All parts of a vector have the kind `vector`, except
 * the indices of a sparse vector.
 */
export function innerKinds(node: object, kind: NodeKind | undefined): InnerKinds {
  if (kind === undefined) return data;
  if (vectorKinds.has(kind) || (vectorOrFormKinds.has(kind) && !isQueryForm(node))) {
    // In an object of named vectors, `indices` may be the name of a vector.
    return !Array.isArray(node) && kind !== 'pointVectors' && isSparse(node) ? sparse : vector;
  }
  if (Array.isArray(node)) return { each: itemKind(kind) };
  if (kind === 'columnVectors') return columns;
  const fields = fieldKinds(kind);
  return fields === undefined ? data : { fields };
}

/** Returns the kind of the value at `key`. */
export function innerKind(kinds: InnerKinds, key: string | number): NodeKind | undefined {
  return 'each' in kinds ? kinds.each : fieldKind(kinds.fields, key as string);
}

/** True when all values belong to a vector. */
export function isOfVector(kinds: InnerKinds): boolean {
  return kinds === sparse || ('each' in kinds && kinds.each === 'vector');
}
