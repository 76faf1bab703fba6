import type { QdrantLocation } from '@x/qdrant-adapter';

/** Converts the value of `--store` to a location of the client: `memory`, a URL, or else a folder. */
export function toStoreLocation(store: string, apiKey: string | undefined): QdrantLocation {
  if (store === 'memory' || store === ':memory:') return ':memory:';
  if (/^https?:\/\//i.test(store)) return { url: store, ...(apiKey !== undefined && { apiKey }) };
  return { path: store };
}
