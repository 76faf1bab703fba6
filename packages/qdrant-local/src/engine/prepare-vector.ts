import { type CollectionConfig, isUnnamed } from '../requests/read-collection-config.ts';
import type { VectorParams } from '../requests/request-types.ts';
import { type RequestContext, unknownVectorName, vectorNameRequired, wrongDimension } from '../server-errors.ts';
import { normalizeCosine } from '../vectors/normalize-cosine.ts';
import type { VectorValue } from '../vectors/vector-value.ts';

/** The settings of a vector. @throws {VectorStoreError} with status 400 when the collection has no vector of that name. */
export function requireVectorParams(config: CollectionConfig, name: string, context: RequestContext): VectorParams {
  if (Object.hasOwn(config.vectors, name)) return config.vectors[name]!;
  if (name === '' && !isUnnamed(config)) throw vectorNameRequired(context, Object.keys(config.vectors));
  throw unknownVectorName(context, name);
}

/**
 * Makes a vector ready for its column, in place: the right dimension, and length 1 where the distance is Cosine.
 *
 * @throws {VectorStoreError} with status 400 when name or dimension do not fit the collection.
 */
export function prepareVector(
  config: CollectionConfig,
  name: string,
  vector: VectorValue,
  context: RequestContext,
): VectorValue {
  const { size, distance } = requireVectorParams(config, name, context);
  if (vector.values.length !== size) throw wrongDimension(context, size, vector.values.length);
  if (distance === 'Cosine') normalizeCosine(vector.values);
  return vector;
}
