import type { FirstStage, SearchWay } from '../../../src/web/contract.ts';

/** The names of the first stages on the page. */
export const STAGE_NAMES: Readonly<Record<FirstStage, string>> = { dense: 'Dense', words: 'BM25', hybrid: 'Hybrid' };

/** A short explanation of each first stage. */
export const STAGE_MEANINGS: Readonly<Record<FirstStage, string>> = {
  dense: 'by meaning',
  words: 'by words',
  hybrid: 'by both, fused',
};

/** The names of the ways of searching on the page. */
export const WAY_NAMES: Readonly<Record<SearchWay, string>> = { two: 'Two stages', cascade: 'Cascade' };
