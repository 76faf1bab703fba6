import type { FirstStage, SearchWay } from '../../../src/web/contract.ts';

/** First stages as the page names them. */
export const STAGE_NAMES: Readonly<Record<FirstStage, string>> = { dense: 'Dense', words: 'BM25', hybrid: 'Hybrid' };

/** What each first stage looks at, in half a sentence. */
export const STAGE_MEANINGS: Readonly<Record<FirstStage, string>> = {
  dense: 'by meaning',
  words: 'by words',
  hybrid: 'by both, fused',
};

/** Ways of searching as the page names them. */
export const WAY_NAMES: Readonly<Record<SearchWay, string>> = { two: 'Two stages', cascade: 'Cascade' };
