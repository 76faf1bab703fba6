import { planWrite } from '../engine/write-plan.ts';
import { Turns } from '../turns/turns.ts';
import { countPoints } from '../query/count-points.ts';
import { retrievePoints, scrollPoints } from '../query/list-points.ts';
import { readCount } from '../requests/points/read-counts.ts';
import { type ParsedScroll, readRetrieve, readScroll } from '../requests/points/read-point-lists.ts';
import type {
  BatchUpdateRequest,
  CountRequest,
  DeleteRequest,
  ReadOptions,
  RetrieveRequest,
  ScrollRequest,
  UpsertRequest,
} from '../requests/types/request-types.ts';
import type { PointRecordResult, ScrollResult, UpdateResult } from '../requests/types/result-types.ts';
import { requireRangeIndex } from '../table/require-index.ts';
import { contextOf, MethodGroup, readingOf, requireReadOptions } from './method-group.ts';
import { whenRead } from './read-request.ts';
import { readBatchSteps, writeOne } from './write-steps.ts';

/** Methods that write, retrieve and list points. */
export abstract class PointMethods extends MethodGroup {
  /**
   * Adds points, and replaces points with the same ids completely. Writes all of them or, when it rejects, none.
   *
   * With `update_filter`, existing points that do not pass the filter are left unchanged. `update_mode` restricts the upsert to
   * new points (`insert_only`) or to existing ones (`update_only`).
   */
  async upsert(collectionName: string, request: UpsertRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('upsert', collectionName), 'upsert', request);
  }

  /** Removes points by ids or by filter. Unknown ids are ignored. */
  async delete(collectionName: string, request: DeleteRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('delete', collectionName), 'delete', request);
  }

  /**
   * Applies writes of all kinds in order, each on the results of those before it. Applies all of them or, when it rejects, none. (A
   * server keeps the results of the operations before a failed one.)
   */
  async batchUpdate(collectionName: string, request: BatchUpdateRequest): Promise<UpdateResult[]> {
    const context = contextOf('batchUpdate', collectionName);
    return whenRead(
      request,
      (body) => readBatchSteps(body, context),
      (steps) => this.database.writeBatch(context, steps.length, (collection) => planWrite(collection, ...steps)),
    );
  }

  /** Returns the points with the given ids, in the given order. Unknown ids are omitted. */
  async retrieve(
    collectionName: string,
    request: RetrieveRequest,
    options: ReadOptions = {},
  ): Promise<PointRecordResult[]> {
    const context = contextOf('retrieve', collectionName);
    const reading = requireReadOptions(options);
    return whenRead(
      request,
      (body) => readRetrieve(body, context),
      (parsed) =>
        this.database.read(context, (table) => retrievePoints(table, parsed, { context, ...readingOf(reading) })),
      reading.signal,
    );
  }

  /**
   * Returns a page of points in id order, integers before UUIDs, or in the order of a payload value.
   *
   * @throws {VectorStoreError} with status 400 when the key of `order_by` has no range index, unless `unindexed` allows it.
   */
  async scroll(collectionName: string, request: ScrollRequest = {}, options: ReadOptions = {}): Promise<ScrollResult> {
    const context = contextOf('scroll', collectionName);
    const reading = requireReadOptions(options);
    const answer = (parsed: ParsedScroll): Promise<ScrollResult> =>
      this.database.read(context, (table) => {
        if (parsed.orderBy !== undefined && this.settings.unindexed === 'refuse') {
          requireRangeIndex(table.config, parsed.orderBy.path, context);
        }
        return scrollPoints(table, parsed, { context, ...readingOf(reading) });
      });
    return whenRead(request, (body) => readScroll(body, context), answer, reading.signal);
  }

  /** Returns the number of points that pass the filter. */
  async count(
    collectionName: string,
    request: CountRequest = {},
    options: ReadOptions = {},
  ): Promise<{ count: number }> {
    const context = contextOf('count', collectionName);
    const { signal } = requireReadOptions(options);
    return whenRead(
      request,
      (body) => readCount(body, context),
      (filter) =>
        this.database.read(context, async (table) => {
          return { count: await countPoints(table, filter, new Turns(signal)) };
        }),
      signal,
    );
  }
}
