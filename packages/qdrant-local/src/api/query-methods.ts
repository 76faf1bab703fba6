import { readQuery } from '../requests/read-query.ts';
import type { QueryRequest } from '../requests/request-types.ts';
import type { QueryResult } from '../requests/result-types.ts';
import { contextOf } from './database-session.ts';
import { PayloadMethods } from './payload-methods.ts';

/** Methods that search. */
export abstract class QueryMethods extends PayloadMethods {
  /**
   * The points nearest to a vector, or to a stored point's vector; without a query, the points by id.
   *
   * Search is exact. Best scores come first, equal ones in the order of ids.
   */
  async query(collectionName: string, request: QueryRequest = {}): Promise<QueryResult> {
    const context = contextOf('query', collectionName);
    const parsed = readQuery(request, context);
    return this.database.read(context, (collection) => collection.query(parsed, context));
  }
}
