import type { QdrantClient } from '@x/qdrant-adapter';

/**
 * Creates the collection of movies and fills it with `fill`, unless it already contains all points.
 *
 * @returns The number of stored movies: all of them, or 0 when an earlier run stored them.
 */
export async function ensureMovies(
  client: QdrantClient,
  { collection, count, size }: { readonly collection: string; readonly count: number; readonly size: number },
  fill: () => Promise<unknown>,
): Promise<number> {
  const { exists } = await client.collectionExists(collection);
  if (exists) {
    const stored = await client.count(collection);
    if (stored.count === count) return 0;
  } else {
    await client.createCollection(collection, { vectors: { embedding: { size, distance: 'Cosine' } } });
  }
  await fill();
  return count;
}

/** Returns the name of the collection: `movies` for the default embedder. Vectors of another model get a separate collection. */
export function collectionFor(embedder: string): string {
  const isDefault = embedder === 'sentence-transformers/all-MiniLM-L6-v2';
  return isDefault ? 'movies' : `movies-${embedder.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-')}`;
}
