import { planDelete, planUpsert } from '../engine/plan-writes.ts';
import { planWrite } from '../engine/write-plan.ts';
import { readPoints } from '../requests/read-points.ts';
import { readCount, readRetrieve, readScroll } from '../requests/read-reads.ts';
import { readDelete } from '../requests/read-updates.ts';
import type {
  CountRequest,
  DeleteRequest,
  RetrieveRequest,
  ScrollRequest,
  UpsertRequest,
} from '../requests/request-types.ts';
import type { PointRecordResult, ScrollResult, UpdateResult } from '../requests/result-types.ts';
import { AliasMethods } from './alias-methods.ts';
import { contextOf } from './database-session.ts';

/** Methods that write, fetch and list points. */
export abstract class PointMethods extends AliasMethods {
  /** Adds points, replacing those with the same ids whole: all of them or, when it rejects, none. */
  async upsert(collectionName: string, request: UpsertRequest): Promise<UpdateResult> {
    const context = contextOf('upsert', collectionName);
    const points = readPoints(request, context);
    return this.database.write(context, (collection) =>
      planWrite(collection, (plan) => planUpsert(plan, points, context)),
    );
  }

  /** Removes points by ids or by filter; ids that are not there are ignored. */
  async delete(collectionName: string, request: DeleteRequest): Promise<UpdateResult> {
    const context = contextOf('delete', collectionName);
    const selection = readDelete(request, context);
    return this.database.write(context, (collection) => planWrite(collection, (plan) => planDelete(plan, selection)));
  }

  /** The points with these ids, in their order; unknown ids are left out. */
  async retrieve(collectionName: string, request: RetrieveRequest): Promise<PointRecordResult[]> {
    const context = contextOf('retrieve', collectionName);
    const parsed = readRetrieve(request, context);
    return this.database.read(context, (collection) => collection.retrieve(parsed, context));
  }

  /** A page of points in the order of their ids: integers before UUIDs. */
  async scroll(collectionName: string, request: ScrollRequest = {}): Promise<ScrollResult> {
    const context = contextOf('scroll', collectionName);
    const parsed = readScroll(request, context);
    return this.database.read(context, (collection) => collection.scroll(parsed, context));
  }

  /** How many points pass the filter. */
  async count(collectionName: string, request: CountRequest = {}): Promise<{ count: number }> {
    const context = contextOf('count', collectionName);
    const passes = readCount(request, context);
    return this.database.read(context, (collection) => ({ count: collection.count(passes) }));
  }
}
