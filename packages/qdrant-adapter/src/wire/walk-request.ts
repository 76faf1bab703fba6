import { type InferenceInput, isInferenceInput } from './inference-objects.ts';

/** What to do with the leaves of a request; each returns what shall stand in the leaf's place. */
export interface RequestVisitor {
  /** A dense vector, or one row of a multivector. */
  dense(vector: readonly unknown[] | Float32Array, place: string): unknown;
  sparse(vector: { readonly indices: unknown; readonly values: unknown }, place: string): unknown;
  inference(input: InferenceInput, place: string): unknown;
  id(id: unknown, place: string): unknown;
  /** Neither vector, nor id, nor inference object where one of them must be. */
  other(value: unknown, place: string): unknown;
  /** Number of the first point in the caller's own list, where the request is a part of it. @default 0 */
  readonly firstPoint?: number;
}

/** A visitor that leaves everything as it is. */
export const keepingVisitor: RequestVisitor = {
  dense: (vector) => vector,
  sparse: (vector) => vector,
  inference: (input) => input,
  id: (id) => id,
  other: (value) => value,
};

/** The bodies that can be walked. */
export type BodyKind =
  | 'upsertBody'
  | 'updatesBody'
  | 'queryBody'
  | 'queriesBody'
  | 'idsBody'
  | 'scrollBody'
  | 'filterBody';

type NodeKind =
  | BodyKind
  | 'update'
  | 'point'
  | 'columns'
  | 'columnVectors'
  | 'pointVectors'
  | 'vector'
  | 'vectorList'
  | 'query'
  | 'recommend'
  | 'discover'
  | 'pair'
  | 'feedback'
  | 'feedbackItem'
  | 'filter'
  | 'nestedFilter'
  | 'id'
  | 'idList';

/**
 * Where a request may hold vectors and ids: each kind of object with its keys of interest. A list in the place of an object is a list of such objects.
 * Payloads, the values that filters compare with, and everything else that is not named here are never looked into.
 */
const grammar: Partial<Record<NodeKind, Readonly<Record<string, NodeKind>>>> = {
  upsertBody: { points: 'point', batch: 'columns', update_filter: 'filter' },
  updatesBody: { operations: 'update' },
  update: {
    upsert: 'upsertBody',
    update_vectors: 'upsertBody',
    delete: 'idsBody',
    set_payload: 'idsBody',
    overwrite_payload: 'idsBody',
    delete_payload: 'idsBody',
    clear_payload: 'idsBody',
    delete_vectors: 'idsBody',
  },
  idsBody: { points: 'idList', ids: 'idList', filter: 'filter' },
  scrollBody: { offset: 'id', filter: 'filter' },
  filterBody: { filter: 'filter' },
  point: { id: 'id', vector: 'pointVectors' },
  columns: { ids: 'idList', vectors: 'columnVectors' },
  queriesBody: { searches: 'queryBody' },
  queryBody: { query: 'query', prefetch: 'queryBody', filter: 'filter' },
  query: {
    nearest: 'vector',
    recommend: 'recommend',
    discover: 'discover',
    context: 'pair',
    relevance_feedback: 'feedback',
  },
  recommend: { positive: 'vectorList', negative: 'vectorList' },
  discover: { target: 'vector', context: 'pair' },
  pair: { positive: 'vector', negative: 'vector' },
  feedback: { target: 'vector', feedback: 'feedbackItem' },
  feedbackItem: { example: 'vector' },
  filter: {
    must: 'filter',
    should: 'filter',
    must_not: 'filter',
    min_should: 'nestedFilter',
    nested: 'nestedFilter',
    has_id: 'idList',
  },
  nestedFilter: { conditions: 'filter', filter: 'filter' },
};

/**
 * A copy of the request's structure with every vector, inference object and id replaced by what the visitor returns.
 *
 * Only what lies on the way to them is copied; the caller's objects are not changed. Fields that are undefined are left out.
 */
export function walkRequest(
  body: Readonly<Record<string, unknown>>,
  kind: BodyKind,
  visitor: RequestVisitor,
): Record<string, unknown> {
  return walkFields(body, kind, '', visitor);
}

function walk(node: unknown, kind: NodeKind, place: string, visitor: RequestVisitor): unknown {
  if (kind === 'id') return visitor.id(node, place);
  if (node === null || node === undefined) return kind === 'vector' ? visitor.other(node, place) : node;
  if (kind === 'idList') return walkEach(node, 'id', place, visitor);
  if (kind === 'vectorList') return walkEach(node, 'vector', place, visitor);
  if (kind === 'vector') return walkVector(node, place, visitor);
  if (kind === 'pointVectors') return walkNamed(node, 'vector', place, visitor);
  if (kind === 'columnVectors') {
    return Array.isArray(node)
      ? walkEach(node, 'pointVectors', place, visitor)
      : walkNamed(node, 'vectorList', place, visitor);
  }
  if (kind === 'query' && !isQueryForm(node)) return walkVector(node, place, visitor);
  if (Array.isArray(node)) return walkEach(node, kind, place, visitor);
  return typeof node === 'object' ? walkFields(node, kind, place, visitor) : visitor.other(node, place);
}

function walkEach(node: unknown, kind: NodeKind, place: string, visitor: RequestVisitor): unknown {
  if (!Array.isArray(node)) return visitor.other(node, place);
  const first = kind === 'point' ? (visitor.firstPoint ?? 0) : 0;
  return Array.from(node, (item: unknown, index) => walk(item, kind, `${place}[${first + index}]`, visitor));
}

function walkFields(node: object, kind: NodeKind, place: string, visitor: RequestVisitor): Record<string, unknown> {
  const kinds = grammar[kind] ?? {};
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (value === undefined) continue;
    const fieldKind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    copy[key] = fieldKind === undefined ? value : walk(value, fieldKind, joined(place, key), visitor);
  }
  return copy;
}

/** The collection's only vector, or a map from names to vectors. */
function walkNamed(node: unknown, kind: NodeKind, place: string, visitor: RequestVisitor): unknown {
  if (!isNameMap(node)) return kind === 'vector' ? walkVector(node, place, visitor) : visitor.other(node, place);
  // A name such as `__proto__` must become a field like any other.
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, walk(value, kind, joined(place, name), visitor)]),
  );
}

function walkVector(node: unknown, place: string, visitor: RequestVisitor): unknown {
  if (isInferenceInput(node)) return visitor.inference(node, place);
  if (node instanceof Float32Array) return visitor.dense(node, place);
  if (Array.isArray(node))
    return isRow(node[0]) ? walkEach(node, 'vector', place, visitor) : visitor.dense(node, place);
  if (isSparse(node)) return visitor.sparse(node, place);
  return typeof node === 'object' ? visitor.other(node, place) : visitor.id(node, place);
}

function isRow(value: unknown): boolean {
  return Array.isArray(value) || value instanceof Float32Array;
}

function isSparse(node: unknown): node is { indices: unknown; values: unknown } {
  return typeof node === 'object' && node !== null && 'indices' in node && 'values' in node && isList(node.indices);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function isNameMap(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null && !isList(node) && !isInferenceInput(node);
}

function isQueryForm(node: unknown): boolean {
  return isNameMap(node) && !isSparse(node);
}

function joined(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`;
}
