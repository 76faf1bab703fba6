import { type FieldKinds, fieldKind, fieldKinds, itemKind, type NodeKind } from './grammar.ts';
import { isQueryForm, isSparse } from './vector-shapes.ts';

/** What stands in a list or an object: one kind for all of it, or one for each key. */
export type InnerKinds = { readonly each: NodeKind | undefined } | { readonly fields: FieldKinds };

const data: InnerKinds = { each: undefined };
const vector: InnerKinds = { each: 'vector' };
/** A sparse vector, whose indices are integers. */
const sparse: InnerKinds = { fields: { values: 'vector' } };
const columns: InnerKinds = { each: 'vectorList' };

/** Kinds that are vectors where an object or a list stands. */
const vectorKinds: ReadonlySet<NodeKind> = new Set<NodeKind>(['vector', 'vectorOrId', 'pointVectors']);
const vectorOrFormKinds: ReadonlySet<NodeKind> = new Set<NodeKind>(['query', 'namedVector']);

/**
 * The kinds of what stands in a list or an object that stands where `kind` is expected. All that belongs to a vector is of the kind `vector`, but for
 * the indices of a sparse one.
 */
export function innerKinds(node: object, kind: NodeKind | undefined): InnerKinds {
  if (kind === undefined) return data;
  if (vectorKinds.has(kind) || (vectorOrFormKinds.has(kind) && !isQueryForm(node))) {
    // Of vectors by their names, one may be called `indices`.
    return !Array.isArray(node) && kind !== 'pointVectors' && isSparse(node) ? sparse : vector;
  }
  if (Array.isArray(node)) return { each: itemKind(kind) };
  if (kind === 'columnVectors') return columns;
  const fields = fieldKinds(kind);
  return fields === undefined ? data : { fields };
}

/** The kind of what stands at `key`. */
export function innerKind(kinds: InnerKinds, key: string | number): NodeKind | undefined {
  return 'each' in kinds ? kinds.each : fieldKind(kinds.fields, key as string);
}

/** True where all that stands there belongs to a vector. */
export function isOfVector(kinds: InnerKinds): boolean {
  return kinds === sparse || ('each' in kinds && kinds.each === 'vector');
}
