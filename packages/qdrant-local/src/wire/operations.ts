import type { AnswerKind, BodyKind } from './grammar.ts';

/** Where an operation carries vectors and ids of points. */
export interface WireOperation {
  /** @default nowhere */
  readonly body?: BodyKind;
  /** Of the `result` in Qdrant's envelope. @default nowhere */
  readonly answer?: AnswerKind;
}

/**
 * The operations that carry ids of points, by their names in Qdrant's OpenAPI description in camelCase, which are also the methods of the
 * official client's `api()`, of version 1.18 for those that came before `query`. An operation that is not here carries none.
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
