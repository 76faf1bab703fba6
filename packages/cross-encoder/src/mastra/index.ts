export { type RelevanceScorer, toRelevanceScorer } from './to-relevance-scorer.ts';
