import type { Schemas } from '@qdrant/js-client-rest';
import type { CollectionName, CollectionOf, CollectionTypes, PayloadAnswer } from '../types/collections.ts';
import type {
  GroupsResult,
  QueryBatchRequest,
  QueryGroupsRequest,
  QueryRequest,
  QueryResult,
  SearchMatrixRequest,
} from '../types/queries.ts';
import { withDefaults } from '../requests/require-body.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** Methods that search. */
export abstract class QueryMethods<Collections extends CollectionTypes> extends MethodGroup {
  /**
   * Searches with the server's defaults: 10 points, without payload.
   *
   * @throws {InvalidArgumentError} naming the path of an invalid vector or id.
   * @throws {UnknownModelError} when the client has no embedder for the model of an inference object.
   * @throws {VectorStoreError} when the store refuses or fails, for example with 404 when the collection does not exist.
   */
  query<Payload extends object = never, Name extends CollectionName<Collections> = CollectionName<Collections>>(
    collection: Name,
    body: QueryRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<QueryResult<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>> {
    return this.runner.run('query', { collection, body, options });
  }

  /** Searches with the Python client's defaults: 10 points, with payload. Throws what {@link QueryMethods.query} throws. */
  async queryPoints<
    Payload extends object = never,
    Name extends CollectionName<Collections> = CollectionName<Collections>,
  >(
    collection: Name,
    body: QueryRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<QueryResult<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>> {
    return this.query<Payload, Name>(collection, withDefaults(body, { limit: 10, with_payload: true }), options);
  }

  /** Runs several searches in one request, with the server's defaults. Embeds all texts together. Returns the results in the order of the searches. */
  queryBatch<Payload extends object = never, Name extends CollectionName<Collections> = CollectionName<Collections>>(
    collection: Name,
    body: QueryBatchRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<QueryResult<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>[]> {
    return this.runner.run('queryBatch', { collection, body, options });
  }

  /** Returns the best points for each value of a payload field. Groups are ordered by their best point. */
  queryGroups<Payload extends object = never, Name extends CollectionName<Collections> = CollectionName<Collections>>(
    collection: Name,
    body: QueryGroupsRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<GroupsResult<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>> {
    return this.runner.run('queryGroups', { collection, body, options });
  }

  /** Returns the similarities between sampled points as pairs of ids with a score. */
  searchMatrixPairs<Name extends CollectionName<Collections>>(
    collection: Name,
    body: SearchMatrixRequest<CollectionOf<Collections, Name>> = {},
    options?: CallOptions,
  ): Promise<Schemas['SearchMatrixPairsResponse']> {
    return this.runner.run('searchMatrixPairs', { collection, body, options });
  }

  /** Returns the similarities between sampled points as row and column offsets into a list of ids, each with a score. */
  searchMatrixOffsets<Name extends CollectionName<Collections>>(
    collection: Name,
    body: SearchMatrixRequest<CollectionOf<Collections, Name>> = {},
    options?: CallOptions,
  ): Promise<Schemas['SearchMatrixOffsetsResponse']> {
    return this.runner.run('searchMatrixOffsets', { collection, body, options });
  }
}
