import type { DemoLimits } from './contract.ts';

/** What the demo takes, so that nobody can fill its memory. */
export const demoLimits: DemoLimits = {
  collections: 8,
  texts: 10_000,
  charactersPerText: 20_000,
  charactersInAll: 20_000_000,
  queryCharacters: 1_000,
  candidates: 100,
};

/** Bytes of a request's body. */
export const maxBodyBytes: number = 20 * 1024 * 1024;
/** Searches that may be under way together. */
export const maxSearches = 16;
/** Collections that may be made together. */
export const maxIndexings = 2;
/** Texts of a collection that are embedded together: a search that comes meanwhile waits for these, and no others. */
export const textsAtOnce = 16;
