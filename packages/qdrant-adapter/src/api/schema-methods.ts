import type { Schemas } from '@qdrant/js-client-rest';
import type { PayloadIndexSchema } from '@x/qdrant-local';
import type { CollectionName, CollectionOf, CollectionTypes, PayloadPath, VectorName } from '../types/collections.ts';
import type { WriteParameters } from '../types/points.ts';
import { withDefaults } from '../requests/require-body.ts';
import { requireParameters } from '../requests/request-runner.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** Body of `updateCollectionAliases`: actions that are applied in order, either all or none. */
export type UpdateAliasesRequest = Schemas['ChangeAliasesOperation'] & { readonly timeout?: number };

/** Body of `createPayloadIndex`. */
export interface PayloadIndexRequest<Field extends string = string> extends WriteParameters {
  readonly field_name: Field;
  /** The type of the values, or the full settings of the index. */
  readonly field_schema?: Schemas['PayloadFieldSchema'] | PayloadIndexSchema | null;
}

/** Options of writes without a body. */
export interface WriteOptions extends WriteParameters, CallOptions {}

/** Methods for the aliases, payload indexes and vector names of collections. */
export abstract class SchemaMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** Creates, renames and deletes aliases. Every other method accepts an alias in place of its collection's name. */
  updateCollectionAliases(body: UpdateAliasesRequest, options?: CallOptions): Promise<boolean> {
    return this.runner.run('updateCollectionAliases', { body, options });
  }

  /** Returns the aliases of a collection. */
  getCollectionAliases(
    collection: CollectionName<Collections>,
    options?: CallOptions,
  ): Promise<Schemas['CollectionsAliasesResponse']> {
    return this.runner.run('getCollectionAliases', { collection, options });
  }

  /** Returns the aliases of all collections. */
  getAliases(options?: CallOptions): Promise<Schemas['CollectionsAliasesResponse']> {
    return this.runner.run('getAliases', { options });
  }

  /** Indexes a payload field, which makes filters on it fast. Create it before you store the points. */
  createPayloadIndex<Name extends CollectionName<Collections>>(
    collection: Name,
    body: PayloadIndexRequest<PayloadPath<CollectionOf<Collections, Name>>>,
    options?: CallOptions,
  ): Promise<Schemas['UpdateResult']> {
    return this.runner.run('createPayloadIndex', { collection, body, defaults: { wait: true }, options });
  }

  /** Removes the index of a payload field and keeps the field. */
  deletePayloadIndex<Name extends CollectionName<Collections>>(
    collection: Name,
    field: PayloadPath<CollectionOf<Collections, Name>>,
    options: WriteOptions = {},
  ): Promise<Schemas['UpdateResult']> {
    const request = { collection, path: { field_name: field }, parameters: options, defaults: { wait: true } };
    return this.runner.run('deletePayloadIndex', request);
  }

  /** Adds a named vector to a collection. Existing points have no vector of that name yet. */
  async createVectorName<Name extends CollectionName<Collections>>(
    collection: Name,
    vectorName: VectorName<CollectionOf<Collections, Name>>,
    config: Schemas['VectorNameConfig'],
    options: WriteOptions = {},
  ): Promise<Schemas['UpdateResult']> {
    const { signal, ...parameters } = requireParameters(options);
    const request = { collection, path: { vector_name: vectorName }, defaults: { wait: true }, signal };
    return this.runner.run('createVectorName', { ...request, body: { ...withDefaults(config, {}), ...parameters } });
  }

  /** Removes a named vector from a collection and all its points. */
  deleteVectorName<Name extends CollectionName<Collections>>(
    collection: Name,
    vectorName: VectorName<CollectionOf<Collections, Name>>,
    options: WriteOptions = {},
  ): Promise<Schemas['UpdateResult']> {
    const request = { collection, path: { vector_name: vectorName }, parameters: options, defaults: { wait: true } };
    return this.runner.run('deleteVectorName', request);
  }
}
