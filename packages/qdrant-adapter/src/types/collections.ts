import type { Schemas } from '@qdrant/js-client-rest';
import type { InferenceInput } from '@x/qdrant-local/wire';
import type { DenseVector, PointVectors, SparseVectorInput } from './vectors.ts';

/** The type of a vector: the number of components of a dense one, a multivector, or a sparse one. */
export type VectorType = number | 'multi' | 'sparse';

/**
 * The type of a collection, for the compiler. `vectors` is the type of its only vector, or of each by name. Omitted parts are not checked.
 *
 * @example
 * type Movies = { payload: { description: string }; vectors: { embedding: 384; words: 'sparse' } };
 */
export interface CollectionType {
  readonly payload?: object;
  readonly vectors?: VectorType | { readonly [name: string]: VectorType };
}

/** The collections of a database by name; the type argument of `QdrantClient`. */
export interface CollectionTypes {
  readonly [collection: string]: CollectionType;
}

/** Names of the collections. Any string, unless the client has a type argument. */
export type CollectionName<Collections> = keyof Collections & string;

/** The type of the collection of this name. */
export type CollectionOf<Collections, Name extends string> = Name extends keyof Collections
  ? Extract<Collections[Name], CollectionType>
  : CollectionType;

/** The type of a payload to write. */
export type PayloadInput<Collection> = Collection extends { readonly payload: infer Payload extends object }
  ? Payload
  : object;

/** The type of a payload that is read: the type argument of the call, else the type of the collection, else unknown fields. */
export type PayloadAnswer<Payload, Collection> = [Payload] extends [never]
  ? Collection extends { readonly payload: infer Known extends object }
    ? Known
    : Record<string, unknown>
  : Payload;

/** Names of the top-level fields of a payload. */
export type PayloadKey<Collection> = Collection extends { readonly payload: infer Payload }
  ? keyof Payload & string
  : string;

/** A field of the payload, or a path that starts with one: `crew`, `crew.name`, `crew[].name`. */
export type PayloadPath<Collection> =
  PayloadKey<Collection> extends infer Key extends string ? Key | `${Key}.${string}` | `${Key}[${string}` : never;

/** A field of a payload whose type is known. Otherwise `never`, so that the names of vectors are still checked. */
export type TextKey<Collection> = Collection extends { readonly payload: object } ? PayloadPath<Collection> : never;

/** Names of a collection's vectors; none when it has a single one without a name. */
export type VectorName<Collection> = Collection extends { readonly vectors: infer Vectors }
  ? Vectors extends VectorType
    ? never
    : keyof Vectors & string
  : string;

/** Names of the collection's vectors except sparse ones. */
export type DenseVectorName<Vectors> = {
  [Name in keyof Vectors]: Vectors[Name] extends 'sparse' ? never : Name;
}[keyof Vectors];

/** All vectors of a point of the collection. */
export type VectorsOf<Collection> = Collection extends { readonly vectors: infer Vectors }
  ? Vectors extends VectorType
    ? VectorOf<Vectors>
    : { readonly [Name in keyof Vectors]?: VectorOf<Vectors[Name]> }
  : PointVectors;

/** The input for a vector of this type. */
type VectorOf<Type> =
  | InferenceInput
  | (Type extends 'sparse' ? SparseVectorInput : Type extends 'multi' ? readonly DenseVector[] : DenseVector);

/** Which payload fields to return. */
export type WithPayload<Collection> =
  | boolean
  | readonly PayloadPath<Collection>[]
  | { readonly include: readonly PayloadPath<Collection>[] }
  | { readonly exclude: readonly PayloadPath<Collection>[] };

/** Which vectors to return. */
export type WithVector<Collection> = boolean | readonly VectorName<Collection>[];

/** Qdrant's filter, whose keys are fields of the payload. */
export type Filter<Collection> =
  string extends PayloadKey<Collection>
    ? Schemas['Filter'] | Record<string, unknown>
    : {
        readonly must?: OneOrMore<Condition<Collection>> | null;
        readonly should?: OneOrMore<Condition<Collection>> | null;
        readonly must_not?: OneOrMore<Condition<Collection>> | null;
        readonly min_should?: {
          readonly conditions: readonly Condition<Collection>[];
          readonly min_count: number;
        } | null;
      };

type OneOrMore<Item> = Item | readonly Item[];

type Condition<Collection> =
  | (Omit<Schemas['FieldCondition'], 'key' | 'match'> & {
      readonly key: PayloadPath<Collection>;
      readonly match?: Schemas['Match'] | { readonly substring: string } | null;
    })
  | { readonly is_empty: { readonly key: PayloadPath<Collection> } }
  | { readonly is_null: { readonly key: PayloadPath<Collection> } }
  | { readonly nested: { readonly key: PayloadPath<Collection>; readonly filter: Schemas['Filter'] } }
  | Schemas['HasIdCondition']
  | { readonly has_vector: VectorName<Collection> }
  | Schemas['SliceCondition']
  | Filter<Collection>;
