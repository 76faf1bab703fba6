import type { AnswerKind, BodyKind } from './grammar.ts';

/** The kinds of bodies in which an operation transmits vectors and point ids. */
export interface WireOperation {
  /** The kind of the body. @default none: the body has no vectors or ids */
  readonly body?: BodyKind;
  /** The kind of the response's `result`. @default none: the result has no ids */
  readonly answer?: AnswerKind;
}

/**
 * The operations that transmit ids of points. Their names are those of Qdrant's OpenAPI description in camelCase, which are also the methods of the
 * official client's `api()`; for the predecessors of `query`, of its version 1.18. An operation that is missing here transmits no ids.
 * The ids of groups and the values of facets are payload values.
 */
export const wireOperations: Readonly<Record<string, WireOperation>> = {
  upsertPoints: { body: 'upsertBody' },
  deletePoints: { body: 'idsBody' },
  updateVectors: { body: 'upsertBody' },
  deleteVectors: { body: 'idsBody' },
  setPayload: { body: 'idsBody' },
  overwritePayload: { body: 'idsBody' },
  deletePayload: { body: 'idsBody' },
  clearPayload: { body: 'idsBody' },
  batchUpdate: { body: 'updatesBody' },

  getPoint: { answer: 'point' },
  getPoints: { body: 'idsBody', answer: 'point' },
  scrollPoints: { body: 'scrollBody', answer: 'page' },
  countPoints: { body: 'filterBody' },
  facet: { body: 'filterBody' },
  queryPoints: { body: 'queryBody', answer: 'page' },
  queryBatchPoints: { body: 'queriesBody', answer: 'page' },
  queryPointsGroups: { body: 'queryBody', answer: 'groups' },
  searchPoints: { body: 'searchBody', answer: 'point' },
  searchBatchPoints: { body: 'searchesBody', answer: 'point' },
  searchPointGroups: { body: 'searchBody', answer: 'groups' },
  recommendPoints: { body: 'searchBody', answer: 'point' },
  recommendBatchPoints: { body: 'searchesBody', answer: 'point' },
  recommendPointGroups: { body: 'searchBody', answer: 'groups' },
  discoverPoints: { body: 'searchBody', answer: 'point' },
  discoverBatchPoints: { body: 'searchesBody', answer: 'point' },
  searchMatrixPairs: { body: 'filterBody', answer: 'pairs' },
  searchMatrixOffsets: { body: 'filterBody', answer: 'offsets' },

  updateCollectionCluster: { body: 'clusterBody' },
};
