import { planDeleteVectors, planUpdateVectors } from '../engine/plan-vector-writes.ts';
import { planWrite } from '../engine/write-plan.ts';
import { readDeleteVectors, readUpdateVectors } from '../requests/read-vector-updates.ts';
import type { DeleteVectorsRequest, UpdateVectorsRequest } from '../requests/request-types.ts';
import type { UpdateResult } from '../requests/result-types.ts';
import { contextOf } from './database-session.ts';
import { PointMethods } from './point-methods.ts';

/** Methods that change the vectors of points. */
export abstract class VectorMethods extends PointMethods {
  /**
   * Gives points new vectors; vectors of other names and the payload stay. All of them or, when it rejects, none.
   *
   * @throws {VectorStoreError} with status 404 when one of the ids is not there.
   */
  async updateVectors(collectionName: string, request: UpdateVectorsRequest): Promise<UpdateResult> {
    const context = contextOf('updateVectors', collectionName);
    const update = readUpdateVectors(request, context);
    return this.database.write(context, (collection) =>
      planWrite(collection, (plan) => planUpdateVectors(plan, update, context)),
    );
  }

  /**
   * Removes vectors by their names from points, which stay.
   *
   * @throws {VectorStoreError} with status 404 when one of the ids is not there.
   */
  async deleteVectors(collectionName: string, request: DeleteVectorsRequest): Promise<UpdateResult> {
    const context = contextOf('deleteVectors', collectionName);
    const deletion = readDeleteVectors(request, context);
    return this.database.write(context, (collection) =>
      planWrite(collection, (plan) => planDeleteVectors(plan, deletion, context)),
    );
  }
}
