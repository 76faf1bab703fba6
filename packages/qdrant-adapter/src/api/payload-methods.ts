import type { Schemas } from '@qdrant/js-client-rest';
import type { CollectionName, CollectionOf, CollectionTypes } from '../types/collections.ts';
import type { DeletePayloadRequest, SetPayloadRequest } from '../types/payloads.ts';
import type { DeleteRequest } from '../types/points.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

type UpdateResult = Schemas['UpdateResult'];

/** Methods for the payloads of points that are selected by ids or by a filter. */
export abstract class PayloadMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** Merges fields into the payloads, or into the object at the path `key` of each payload. */
  setPayload<Name extends CollectionName<Collections>>(
    collection: Name,
    body: SetPayloadRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('setPayload', { collection, body, defaults: { wait: true }, options });
  }

  /** Replaces the payloads. */
  overwritePayload<Name extends CollectionName<Collections>>(
    collection: Name,
    body: SetPayloadRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('overwritePayload', { collection, body, defaults: { wait: true }, options });
  }

  /** Removes fields from the payloads. */
  deletePayload<Name extends CollectionName<Collections>>(
    collection: Name,
    body: DeletePayloadRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('deletePayload', { collection, body, defaults: { wait: true }, options });
  }

  /** Removes all fields from the payloads. */
  clearPayload<Name extends CollectionName<Collections>>(
    collection: Name,
    body: DeleteRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<UpdateResult> {
    return this.runner.run('clearPayload', { collection, body, defaults: { wait: true }, options });
  }
}
