import type { CollectionContext, Database } from '../engine/database.ts';
import type { Steps } from '../turns/steps.ts';
import { answerQueryGroups } from '../query/answer-query-groups.ts';
import { answerQueries, answerQuery } from '../query/answer-query.ts';
import { AnswerSize } from '../query/answer-size.ts';
import { distanceMatrix, matrixOffsets, matrixPairs, type MatrixRow } from '../query/distance-matrix.ts';
import type { QueryScope } from '../query/query-scope.ts';
import {
  lookedUpCollections,
  orderedPaths,
  type ParsedQuery,
  type QueryNode,
  rankedPaths,
} from '../requests/query/query-tree.ts';
import { type ParsedQueryGroups, readQueryGroups } from '../requests/query/read-query-groups.ts';
import { readQuery, readQueryBatch } from '../requests/query/read-query.ts';
import { type ParsedSearchMatrix, readSearchMatrix } from '../requests/query/read-search-matrix.ts';
import type {
  QueryGroupsResult,
  SearchMatrixOffsetsResult,
  SearchMatrixPairsResult,
} from '../requests/types/query-result-types.ts';
import type {
  QueryBatchRequest,
  QueryGroupsRequest,
  QueryRequest,
  SearchMatrixRequest,
} from '../requests/types/query-types.ts';
import type { ReadOptions } from '../requests/types/request-types.ts';
import type { QueryResult } from '../requests/types/result-types.ts';
import { requireRangeIndex, requireScoringIndex } from '../table/require-index.ts';
import {
  contextOf,
  type InternalReadOptions,
  MethodGroup,
  type MethodSettings,
  readingOf,
  requireReadOptions,
} from './method-group.ts';
import { whenRead } from './read-request.ts';

/** Methods that search. */
export abstract class QueryMethods extends MethodGroup {
  /**
   * Returns the best points for a query. Without a query, returns points in id order.
   *
   * Search is exact. The best hits come first, and ties are in id order (on a server in any order). Points whose ids occur in
   * the query are excluded, at all levels.
   *
   * @throws {VectorStoreError} with status 404 when a collection, or a point or vector that the query refers to, does not
   *   exist. With status 400 or 422 when the request is malformed, contradicts itself or does not fit the collection; when it
   *   ranks by the words of a key without a text index with `scoring`; or when it orders by a key without a range index,
   *   unless `unindexed` allows it. With status 400 when the result would take more than 1 GiB.
   * @example
   * await database.query('films', {
   *   prefetch: [{ query: [0.1, 0.9], limit: 20 }, { query: { order_by: 'year' }, limit: 20 }],
   *   query: { fusion: 'rrf' },
   *   limit: 1,
   * });
   * // => { points: [{ id: 7, version: 0, score: 0.8333334 }] }
   */
  async query(collectionName: string, request: QueryRequest = {}, options: ReadOptions = {}): Promise<QueryResult> {
    const context = contextOf('query', collectionName);
    const reading = requireReadOptions(options);
    const read = (body: unknown): Steps<ParsedQuery> => readQuery(body, context);
    const answer = (parsed: ParsedQuery): Promise<QueryResult> => {
      const call = { context, settings: this.settings, queries: [parsed], ...reading };
      return readScope(this.database, call, (scope) => answerQuery(parsed, scope));
    };
    return whenRead(request, read, answer, reading.signal);
  }

  /**
   * Runs several queries on one state of the collection and returns their results in order.
   *
   * @throws {VectorStoreError} as {@link QueryMethods.query} does; no result is returned in that case.
   */
  async queryBatch(
    collectionName: string,
    request: QueryBatchRequest,
    options: ReadOptions = {},
  ): Promise<QueryResult[]> {
    const context = contextOf('queryBatch', collectionName);
    const reading = requireReadOptions(options);
    const read = (body: unknown): Steps<ParsedQuery[]> => readQueryBatch(body, context);
    const answer = (searches: readonly ParsedQuery[]): Promise<QueryResult[]> => {
      const call = { context, settings: this.settings, queries: searches, ...reading };
      return readScope(this.database, call, (scope) => answerQueries(searches, scope));
    };
    return whenRead(request, read, answer, reading.signal);
  }

  /**
   * Returns the best hits of a query, grouped by a payload value. `limit` counts groups.
   *
   * Strings and integers form groups. A point with a list of them is in several groups. A point whose list contains any
   * other value is in no group.
   *
   * @throws {VectorStoreError} as {@link QueryMethods.query} does, and with status 404 when the collection of
   *   `with_lookup` does not exist.
   * @example
   * await database.queryGroups('chunks', { query: [0.1, 0.9], group_by: 'document', limit: 1, group_size: 2 });
   * // => { groups: [{ id: 'a.md', hits: [{ id: 3, version: 0, score: 0.9 }, { id: 8, version: 0, score: 0.4 }] }] }
   */
  async queryGroups(
    collectionName: string,
    request: QueryGroupsRequest,
    options: ReadOptions = {},
  ): Promise<QueryGroupsResult> {
    const context = contextOf('queryGroups', collectionName);
    const reading = requireReadOptions(options);
    const read = (body: unknown): Steps<ParsedQueryGroups> => readQueryGroups(body, context);
    const answer = (parsed: ParsedQueryGroups): Promise<QueryGroupsResult> => {
      const { query, lookup } = parsed;
      const others = lookup === undefined ? [] : [lookup.collection];
      const call = { context, settings: this.settings, queries: [query], others, ...reading };
      return readScope(this.database, call, (scope) => answerQueryGroups(parsed, scope));
    };
    return whenRead(request, read, answer, reading.signal);
  }

  /**
   * Draws points at random and finds the nearest neighbors of each among them. Returns pairs of ids with their scores.
   *
   * @throws {VectorStoreError} with status 404 when the collection does not exist; 400 or 422 when the request is malformed
   *   or names a vector that does not exist; 400 when the result would take more than 1 GiB.
   */
  async searchMatrixPairs(
    collectionName: string,
    request: SearchMatrixRequest = {},
    options: ReadOptions = {},
  ): Promise<SearchMatrixPairsResult> {
    const context = contextOf('searchMatrixPairs', collectionName);
    return answerMatrix(
      this.database,
      { context, settings: this.settings, ...requireReadOptions(options) },
      request,
      matrixPairs,
    );
  }

  /** Like {@link QueryMethods.searchMatrixPairs}, but returns a sparse matrix in coordinate form. */
  async searchMatrixOffsets(
    collectionName: string,
    request: SearchMatrixRequest = {},
    options: ReadOptions = {},
  ): Promise<SearchMatrixOffsetsResult> {
    const context = contextOf('searchMatrixOffsets', collectionName);
    return answerMatrix(
      this.database,
      { context, settings: this.settings, ...requireReadOptions(options) },
      request,
      matrixOffsets,
    );
  }
}

/** One call of a search method. */
interface QueryCall extends InternalReadOptions {
  readonly context: CollectionContext;
  readonly settings: MethodSettings;
  readonly queries?: readonly QueryNode[];
  /** Collections in addition to the searched one and those that the queries name. */
  readonly others?: readonly string[];
}

/** Reads a matrix request and converts the rows to the result. */
function answerMatrix<Answer>(
  database: Database,
  call: QueryCall,
  request: SearchMatrixRequest,
  toAnswer: (rows: readonly MatrixRow[], scope: QueryScope) => Promise<Answer>,
): Promise<Answer> {
  const read = (body: unknown): Steps<ParsedSearchMatrix> => readSearchMatrix(body, call.context);
  const answer = (parsed: ParsedSearchMatrix): Promise<Answer> =>
    readScope(database, call, async (scope) => toAnswer(await distanceMatrix(parsed, scope), scope));
  return whenRead(request, read, answer, call.signal);
}

function readScope<T>(
  database: Database,
  { context, settings: { random, unindexed }, queries = [], others = [], ...options }: QueryCall,
  answer: (scope: QueryScope) => Promise<T>,
): Promise<T> {
  const read = [...queries.flatMap(lookedUpCollections), ...others];
  return database.readAcross(context, read, (collections) => {
    const { config } = collections.table;
    const orders = unindexed === 'allow' ? [] : queries.flatMap(orderedPaths);
    for (const path of orders) requireRangeIndex(config, path, context);
    for (const path of queries.flatMap(rankedPaths)) requireScoringIndex(config, path, context);
    const work = { ...readingOf(options), answerSize: new AnswerSize(context) };
    return answer({ ...collections, context, random, ...work });
  });
}
