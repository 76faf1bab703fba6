import { addPayloadIndex, removePayloadIndex } from '../engine/change-config.ts';
import { readCreatePayloadIndex, readIndexKey } from '../requests/collections/read-payload-index.ts';
import type { CreatePayloadIndexRequest, WriteOptions } from '../requests/types/request-types.ts';
import type { UpdateResult } from '../requests/types/result-types.ts';
import { contextOf, MethodGroup } from './method-group.ts';

/** Methods about payload indexes. */
export abstract class PayloadIndexMethods extends MethodGroup {
  /**
   * Indexes a payload key, and replaces the existing index on that key. An index makes filters on its key fast. Only `text`
   * and `uuid` indexes also change which points a filter matches.
   *
   * The index is kept in memory. Each write updates it, and opening the collection rebuilds it.
   */
  async createPayloadIndex(collectionName: string, request: CreatePayloadIndexRequest): Promise<UpdateResult> {
    const context = contextOf('createPayloadIndex', collectionName);
    const index = readCreatePayloadIndex(request, context);
    return this.database.reconfigure(context, ({ config }) => ({
      config: addPayloadIndex(config, index),
      changes: [],
    }));
  }

  /** Drops the index on a payload key, if it exists. */
  async deletePayloadIndex(
    collectionName: string,
    fieldName: string,
    _options: WriteOptions = {},
  ): Promise<UpdateResult> {
    const context = contextOf('deletePayloadIndex', collectionName);
    const key = readIndexKey(fieldName, context);
    return this.database.reconfigure(context, ({ config }) => ({
      config: removePayloadIndex(config, key),
      changes: [],
    }));
  }
}
