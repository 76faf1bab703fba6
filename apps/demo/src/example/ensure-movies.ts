import type { QdrantClient } from '@x/qdrant-adapter';

/**
 * Makes the collection of movies unless it is there with all its points, and fills it with `fill`.
 *
 * @returns how many movies were stored: all of them, or 0 when an earlier run did.
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

/** `movies` for the default embedder; other models' vectors mean other things and get a collection of their own. */
export function collectionFor(embedder: string): string {
  const isDefault = embedder === 'sentence-transformers/all-MiniLM-L6-v2';
  return isDefault ? 'movies' : `movies-${embedder.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-')}`;
}
