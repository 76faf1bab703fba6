/** Bodies that contain vectors or ids. */
export type BodyKind =
  | 'upsertBody'
  | 'updatesBody'
  | 'idsBody'
  | 'scrollBody'
  | 'filterBody'
  | 'queryBody'
  | 'queriesBody'
  | 'searchBody'
  | 'searchesBody'
  | 'clusterBody';

/** Responses that contain ids. */
export type AnswerKind = 'point' | 'page' | 'groups' | 'pairs' | 'offsets';

/** Objects with keys that lead to vectors or ids. */
type ObjectKind = BodyKind | AnswerKind | WriteKind | QueryKind | 'filter' | 'nestedFilter' | 'group' | 'matrixPair';
type WriteKind = 'update' | 'columns';
type QueryKind =
  | 'query'
  | 'namedVector'
  | 'recommend'
  | 'discover'
  | 'pair'
  | 'feedback'
  | 'feedbackItem'
  | 'params'
  | 'idf'
  | 'formula'
  | 'quotient'
  | 'power'
  | 'decay';
type ListKind = 'idList' | 'vectorList' | 'vectorOrIdList';

/** The kind of a value in a body or a response. */
export type NodeKind = 'id' | 'vector' | 'vectorOrId' | 'pointVectors' | 'columnVectors' | ListKind | ObjectKind;

/** The keys of an object with the kinds of their values. A key that is missing here contains data. */
export type FieldKinds = Readonly<Record<string, NodeKind>>;

/** The kinds of the items of lists. */
const listKinds: Readonly<Record<ListKind, NodeKind>> = {
  idList: 'id',
  vectorList: 'vector',
  vectorOrIdList: 'vectorOrId',
};

const conditions = {
  must: 'filter',
  should: 'filter',
  must_not: 'filter',
  min_should: 'nestedFilter',
  nested: 'nestedFilter',
  has_id: 'idList',
} as const satisfies FieldKinds;

/**
 * Where bodies and responses of Qdrant's REST API contain vectors and ids: each kind of object with its keys that lead to them. Where the body
 * contains a list instead of an object, each item is such an object. Fields that are not named here contain data, such as payloads and the values
 * that filters compare with, and no ids. A test compares this description with the official client's types: docs/decisions/0075-one-description-of-the-wire.md.
 */
export const objectKinds: Readonly<Record<ObjectKind, FieldKinds>> = {
  // Bodies.
  upsertBody: { points: 'point', batch: 'columns', update_filter: 'filter' },
  updatesBody: { operations: 'update' },
  idsBody: { points: 'idList', ids: 'idList', filter: 'filter' },
  scrollBody: { offset: 'id', filter: 'filter' },
  filterBody: { filter: 'filter' },
  queryBody: { query: 'query', prefetch: 'queryBody', filter: 'filter', params: 'params' },
  queriesBody: { searches: 'queryBody' },
  // Of `search`, `recommend` and `discover`, the predecessors of `query`.
  searchBody: {
    vector: 'namedVector',
    positive: 'vectorOrIdList',
    negative: 'vectorOrIdList',
    target: 'vectorOrId',
    context: 'pair',
    filter: 'filter',
    params: 'params',
  },
  searchesBody: { searches: 'searchBody' },
  clusterBody: { replicate_points: 'filterBody' },

  // Writes.
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
  point: { id: 'id', vector: 'pointVectors' },
  columns: { ids: 'idList', vectors: 'columnVectors' },

  // Queries.
  query: {
    nearest: 'vectorOrId',
    recommend: 'recommend',
    discover: 'discover',
    context: 'pair',
    relevance_feedback: 'feedback',
    formula: 'formula',
  },
  namedVector: { vector: 'vector' },
  recommend: { positive: 'vectorOrIdList', negative: 'vectorOrIdList' },
  discover: { target: 'vectorOrId', context: 'pair' },
  pair: { positive: 'vectorOrId', negative: 'vectorOrId' },
  feedback: { target: 'vectorOrId', feedback: 'feedbackItem' },
  feedbackItem: { example: 'vectorOrId' },
  params: { idf: 'idf' },
  idf: { corpus: 'filter' },

  // Filters and formulas. The expressions of a formula may be conditions.
  filter: conditions,
  nestedFilter: { conditions: 'filter', filter: 'filter' },
  formula: {
    ...conditions,
    sum: 'formula',
    mult: 'formula',
    max: 'formula',
    min: 'formula',
    neg: 'formula',
    abs: 'formula',
    sqrt: 'formula',
    exp: 'formula',
    ln: 'formula',
    log10: 'formula',
    acosh: 'formula',
    div: 'quotient',
    pow: 'power',
    exp_decay: 'decay',
    gauss_decay: 'decay',
    lin_decay: 'decay',
  },
  quotient: { left: 'formula', right: 'formula' },
  power: { base: 'formula', exponent: 'formula' },
  decay: { x: 'formula', target: 'formula' },

  // Responses.
  page: { points: 'point', next_page_offset: 'id' },
  groups: { groups: 'group' },
  group: { hits: 'point', lookup: 'point' },
  pairs: { pairs: 'matrixPair' },
  matrixPair: { a: 'id', b: 'id' },
  offsets: { ids: 'idList' },
};

/** Kinds of objects that a plain value may replace: a number as a formula, or a string in `idf: 'global'`. */
const scalarKinds: ReadonlySet<NodeKind> = new Set<NodeKind>([
  'params',
  'idf',
  'formula',
  'quotient',
  'power',
  'decay',
]);

/** Returns the kind of each item of a list found where `kind` is expected; `undefined` when the list is data, such as a vector. */
export function itemKind(kind: NodeKind | undefined): NodeKind | undefined {
  if (kind === undefined || kind === 'query' || kind === 'namedVector') return undefined;
  if (kind === 'columnVectors') return 'pointVectors';
  if (Object.hasOwn(listKinds, kind)) return listKinds[kind as ListKind];
  return Object.hasOwn(objectKinds, kind) ? kind : undefined;
}

/** Returns the kinds of an object's fields; `undefined` when the kind is not an object of the grammar. */
export function fieldKinds(kind: NodeKind | undefined): FieldKinds | undefined {
  return kind !== undefined && Object.hasOwn(objectKinds, kind) ? objectKinds[kind as ObjectKind] : undefined;
}

/** Returns the kind of the value at `key`; `undefined` for data. */
export function fieldKind(fields: FieldKinds | undefined, key: string): NodeKind | undefined {
  return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** True where a number or a text is the id of a point, as in a query. Lists, sparse vectors and inference objects are vectors there. */
export function isIdKind(kind: NodeKind | undefined): boolean {
  return kind === 'id' || kind === 'vectorOrId' || kind === 'query';
}

/** True where a number or a text in place of an object is data. */
export function takesScalars(kind: NodeKind): boolean {
  return scalarKinds.has(kind);
}
