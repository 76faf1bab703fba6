import type { Schemas } from '@qdrant/js-client-rest';
import type { CollectionType, DenseVectorName, VectorType } from './collections.ts';

/** Body of `createCollection`, as in the official client. The names of vectors are those of the collection's type. */
export type CreateCollectionRequest<Collection extends CollectionType = CollectionType> = {
  readonly timeout?: number;
} & (Collection extends { readonly vectors: infer Vectors }
  ? Omit<Schemas['CreateCollection'], 'vectors' | 'sparse_vectors'> & VectorSettings<Vectors>
  : Schemas['CreateCollection']);

type VectorSettings<Vectors> = Vectors extends VectorType
  ? { readonly vectors: Schemas['VectorParams'] }
  : {
      readonly vectors?: { readonly [Name in DenseVectorName<Vectors>]: Schemas['VectorParams'] };
      readonly sparse_vectors?: {
        readonly [Name in Exclude<keyof Vectors, DenseVectorName<Vectors>>]: Schemas['SparseVectorParams'];
      };
    };
