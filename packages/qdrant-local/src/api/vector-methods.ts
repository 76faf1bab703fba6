import { addVector, removeVector } from '../engine/change-config.ts';
import { planWithoutVector } from '../engine/plan-vector-writes.ts';
import { readNewVector } from '../requests/collections/read-vector-params.ts';
import { readWriteOptions } from '../requests/shared-keys.ts';
import type {
  DeleteVectorsRequest,
  UpdateVectorsRequest,
  VectorNameConfig,
  WriteOptions,
} from '../requests/types/request-types.ts';
import type { UpdateResult } from '../requests/types/result-types.ts';
import { contextOf, MethodGroup } from './method-group.ts';
import { writeOne } from './write-steps.ts';

/** Methods about vector names, and the vectors of points. */
export abstract class VectorMethods extends MethodGroup {
  /**
   * Replaces the given vectors of points. Vectors of other names and the payload stay. Writes all of them or, when it rejects, none.
   *
   * @throws {VectorStoreError} with status 404 when one of the ids does not exist.
   */
  async updateVectors(collectionName: string, request: UpdateVectorsRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('updateVectors', collectionName), 'update_vectors', request);
  }

  /**
   * Removes vectors from points by their names. The points stay.
   *
   * @throws {VectorStoreError} with status 404 when one of the ids does not exist.
   */
  async deleteVectors(collectionName: string, request: DeleteVectorsRequest): Promise<UpdateResult> {
    return writeOne(this.database, contextOf('deleteVectors', collectionName), 'delete_vectors', request);
  }

  /**
   * Adds a vector name. At first no point has a vector of that name. Does nothing when the name exists with the same
   * settings.
   *
   * @throws {VectorStoreError} with status 400 when the name exists with other settings.
   * @example
   * await database.createVectorName('fruit', 'taste', { dense: { size: 2, distance: 'Dot' } });
   */
  async createVectorName(
    collectionName: string,
    vectorName: string,
    config: VectorNameConfig,
    options: WriteOptions = {},
  ): Promise<UpdateResult> {
    const context = contextOf('createVectorName', collectionName);
    const vector = readNewVector(vectorName, config, context);
    readWriteOptions(options, context);
    return this.database.reconfigure(context, (collection) => {
      return { config: addVector(collection.config, vectorName, vector, context), changes: [] };
    });
  }

  /** Removes a vector name with all vectors of that name. The points stay. Does nothing when the name does not exist. */
  async deleteVectorName(
    collectionName: string,
    vectorName: string,
    options: WriteOptions = {},
  ): Promise<UpdateResult> {
    const context = contextOf('deleteVectorName', collectionName);
    readWriteOptions(options, context);
    return this.database.reconfigure(context, async (collection) => {
      const changes = await planWithoutVector(collection.table, vectorName);
      return { config: removeVector(collection.config, vectorName), changes };
    });
  }
}
