import type { Schemas } from '@qdrant/js-client-rest';
import { VectorStoreError } from '@x/core';

/** A collection's vector spaces: components by vector name, `''` for the unnamed one; `undefined` where any number is right. */
type Spaces = ReadonlyMap<string, number | undefined>;

/**
 * Checks ready points against a collection, so that a list that goes to a server in batches fails before its first batch.
 *
 * @throws {VectorStoreError} with the status and words that the server would use.
 */
export function requireFittingVectors(
  collection: string,
  { config }: Schemas['CollectionInfo'],
  points: readonly unknown[],
): void {
  const spaces = spacesOf(config.params);
  for (const point of points) {
    for (const [name, vector] of namedVectors(fieldOf(point, 'vector'))) {
      if (!spaces.has(name)) throw wrongInput(collection, `Not existing vector name error: ${name}`);
      const expected = spaces.get(name);
      if (expected === undefined || !Array.isArray(vector)) continue;
      const rows: readonly unknown[] = Array.isArray(vector[0]) ? vector : [vector];
      for (const row of rows) {
        const actual = Array.isArray(row) ? row.length : 0;
        if (actual === expected) continue;
        throw wrongInput(collection, `Vector dimension error: expected dim: ${expected}, got ${actual}`);
      }
    }
  }
}

function spacesOf({ vectors, sparse_vectors: sparse }: Schemas['CollectionParams']): Spaces {
  const spaces = new Map<string, number | undefined>();
  const size = fieldOf(vectors, 'size');
  if (typeof size === 'number') spaces.set('', size);
  else for (const [name, params] of entriesOf(vectors)) spaces.set(name, Number(fieldOf(params, 'size')));
  for (const [name] of entriesOf(sparse)) spaces.set(name, undefined);
  return spaces;
}

function namedVectors(vector: unknown): readonly [string, unknown][] {
  // A server that embeds by itself gets the object as it is: of its vector nothing is known yet.
  const isInferenceObject = typeof fieldOf(vector, 'model') === 'string';
  if (isInferenceObject || Array.isArray(vector)) return [['', vector]];
  return entriesOf(vector);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function wrongInput(collection: string, reason: string): VectorStoreError {
  return new VectorStoreError({
    message: `Wrong input: ${reason}`,
    operation: 'uploadPoints',
    collection,
    status: 400,
  });
}
