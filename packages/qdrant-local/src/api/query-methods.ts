import { answerQuery } from '../query/answer-query.ts';
import type { QueryScope } from '../query/query-scope.ts';
import { lookedUpCollections } from '../requests/query-tree.ts';
import type { QueryBatchRequest, QueryRequest } from '../requests/query-types.ts';
import { readQuery, readQueryBatch } from '../requests/read-query.ts';
import type { QueryResult } from '../requests/result-types.ts';
import { contextOf } from './database-session.ts';
import { PayloadMethods } from './payload-methods.ts';

/** Methods that search. */
export abstract class QueryMethods extends PayloadMethods {
  /**
   * The best points of a query; without one, the points by id.
   *
   * Search is exact. Best scores come first, equal ones in the order of ids.
   */
  async query(collectionName: string, request: QueryRequest = {}): Promise<QueryResult> {
    const parsed = readQuery(request, contextOf('query', collectionName));
    return this.#read('query', collectionName, lookedUpCollections(parsed), (scope) => answerQuery(parsed, scope));
  }

  /** Answers several queries from one state of the collection, in their order. */
  async queryBatch(collectionName: string, request: QueryBatchRequest): Promise<QueryResult[]> {
    const searches = readQueryBatch(request, contextOf('queryBatch', collectionName));
    return this.#read('queryBatch', collectionName, searches.flatMap(lookedUpCollections), async (scope) => {
      const results: QueryResult[] = [];
      for (const parsed of searches) results.push(await answerQuery(parsed, scope));
      return results;
    });
  }

  #read<T>(
    operation: string,
    collectionName: string,
    others: readonly string[],
    answer: (scope: QueryScope) => Promise<T>,
  ): Promise<T> {
    const context = contextOf(operation, collectionName);
    return this.database.readAcross(context, others, (collection, findOther) =>
      answer({ collection, findOther, context, random: this.random }),
    );
  }
}
