import type { DemoLimits } from './contract.ts';

/** The maximum number of bytes of a request body. */
export const maxBodyBytes: number = 20 * 1024 * 1024;

/** The limits of the demo, which protect its memory. */
export const demoLimits: DemoLimits = {
  collections: 8,
  texts: 10_000,
  charactersPerText: 20_000,
  charactersInAll: 20_000_000,
  // The rest of a request body is for the name of the texts.
  bytesPerRequest: maxBodyBytes - 10_000,
  queryCharacters: 1_000,
  candidates: 100,
};

/** The maximum number of concurrent searches. */
export const maxSearches = 16;
/** The maximum number of collections that are indexed concurrently. */
export const maxIndexings = 2;
/** The number of texts that are embedded together. A search that arrives during the indexing waits only for these. */
export const textsAtOnce = 16;
