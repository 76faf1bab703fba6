import type { QdrantLocation } from '@x/qdrant-adapter';

/** The client's location for the `--store` flag: `memory`, a URL, or else a folder. */
export function toStoreLocation(store: string, apiKey: string | undefined): QdrantLocation {
  if (store === 'memory' || store === ':memory:') return ':memory:';
  if (/^https?:\/\//i.test(store)) return { url: store, ...(apiKey !== undefined && { apiKey }) };
  return { path: store };
}
