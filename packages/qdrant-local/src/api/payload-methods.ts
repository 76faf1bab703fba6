import { Turns } from '../turns/turns.ts';
import { countValues } from '../query/count-values.ts';
import { type ParsedFacet, readFacet } from '../requests/points/read-counts.ts';
import type {
  ClearPayloadRequest,
  DeletePayloadRequest,
  FacetRequest,
  OverwritePayloadRequest,
  ReadOptions,
  SetPayloadRequest,
} from '../requests/types/request-types.ts';
import type { FacetResult, UpdateResult } from '../requests/types/result-types.ts';
import { requireMatchIndex } from '../table/require-index.ts';
import { contextOf, MethodGroup } from './method-group.ts';
import { whenRead } from './read-request.ts';
import { writeOne } from './write-steps.ts';

/** Methods about payloads. */
export abstract class PayloadMethods extends MethodGroup {
  /**
   * Merges `payload` into the payloads of the selected points, at the path `key` when it is given.
   *
   * @throws {VectorStoreError} with status 404 when one of the given ids does not exist.
   */
  async setPayload(collectionName: string, request: SetPayloadRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('setPayload', collectionName), 'set_payload', request);
  }

  /**
   * Replaces the payloads of the selected points with `payload`.
   *
   * @throws {VectorStoreError} with status 404 when one of the given ids does not exist.
   */
  async overwritePayload(collectionName: string, request: OverwritePayloadRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('overwritePayload', collectionName), 'overwrite_payload', request);
  }

  /**
   * Removes the values at the paths `keys` from the payloads of the selected points.
   *
   * A path that ends in an index, such as `a[0]`, removes nothing, as on a server.
   *
   * @throws {VectorStoreError} with status 404 when one of the given ids does not exist.
   */
  async deletePayload(collectionName: string, request: DeletePayloadRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('deletePayload', collectionName), 'delete_payload', request);
  }

  /**
   * Removes the payloads of the selected points.
   *
   * @throws {VectorStoreError} with status 404 when one of the given ids does not exist.
   */
  async clearPayload(collectionName: string, request: ClearPayloadRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('clearPayload', collectionName), 'clear_payload', request);
  }

  /**
   * Returns the most frequent values at a payload key among the points that pass the filter. Counts are exact.
   *
   * @throws {VectorStoreError} with status 400 when the key has no index whose values can be counted, unless `unindexed`
   *   allows it.
   */
  async facet(collectionName: string, request: FacetRequest, { signal }: ReadOptions = {}): Promise<FacetResult> {
    const context = contextOf('facet', collectionName);
    const answer = (parsed: ParsedFacet): Promise<FacetResult> =>
      this.database.read(context, async (table) => {
        if (this.settings.unindexed === 'refuse') requireMatchIndex(table.config, parsed.path, context);
        return { hits: await countValues(table, parsed, new Turns(signal)) };
      });
    return whenRead(request, (body) => readFacet(body, context), answer, signal);
  }
}
