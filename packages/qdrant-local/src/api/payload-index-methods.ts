import { readCreatePayloadIndex, readIndexKey } from '../requests/read-payload-index.ts';
import type { CreatePayloadIndexRequest, WriteOptions } from '../requests/request-types.ts';
import type { UpdateResult } from '../requests/result-types.ts';
import { contextOf } from './database-session.ts';
import { PayloadMethods } from './payload-methods.ts';

/** Methods about payload indexes. */
export abstract class PayloadIndexMethods extends PayloadMethods {
  /**
   * Indexes a payload key, in the place of the index that it may have. An index makes filters on its key fast; only a
   * `text` and a `uuid` index also change what they find.
   *
   * The index is kept in memory: it follows each write and is built again when the collection is opened.
   */
  async createPayloadIndex(collectionName: string, request: CreatePayloadIndexRequest): Promise<UpdateResult> {
    const context = contextOf('createPayloadIndex', collectionName);
    const { key, schema } = readCreatePayloadIndex(request, context);
    return this.database.reconfigure(context, ({ config }) => {
      const payloadIndexes = { ...config.payloadIndexes, [key]: schema };
      return { config: { ...config, payloadIndexes }, changes: [] };
    });
  }

  /** Drops the index on a payload key, if there is one. */
  async deletePayloadIndex(
    collectionName: string,
    fieldName: string,
    _options: WriteOptions = {},
  ): Promise<UpdateResult> {
    const context = contextOf('deletePayloadIndex', collectionName);
    const key = readIndexKey(fieldName, context);
    return this.database.reconfigure(context, ({ config }) => {
      const others = Object.entries(config.payloadIndexes ?? {}).filter(([name]) => name !== key);
      return { config: { ...config, payloadIndexes: Object.fromEntries(others) }, changes: [] };
    });
  }
}
