import { planSetPayload } from '../engine/plan-writes.ts';
import { planWrite } from '../engine/write-plan.ts';
import { readSetPayload } from '../requests/read-updates.ts';
import type { SetPayloadRequest } from '../requests/request-types.ts';
import type { UpdateResult } from '../requests/result-types.ts';
import { contextOf } from './database-session.ts';
import { PointMethods } from './point-methods.ts';

/** Methods about payloads. */
export abstract class PayloadMethods extends PointMethods {
  /**
   * Merges `payload` into the payloads of the selected points, at the path `key` if there is one.
   *
   * @throws {VectorStoreError} with status 404 when one of the given ids is not there.
   */
  async setPayload(collectionName: string, request: SetPayloadRequest): Promise<UpdateResult> {
    const context = contextOf('setPayload', collectionName);
    const { selection, update } = readSetPayload(request, context);
    return this.database.write(context, (collection) =>
      planWrite(collection, (plan) => planSetPayload(plan, selection, update, context)),
    );
  }
}
