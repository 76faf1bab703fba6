// Reranks the first stage's results again with other settings. Cached scores make this cheap.
import { evaluate } from '../packages/pipeline/dist/evaluation/index.js';
import { createSearchPipeline } from '../packages/pipeline/dist/index.js';
import { rulesOf } from './load-set.mjs';
import { rankedScores } from './run-system.mjs';
import { CANDIDATES } from './systems.mjs';

/**
 * @typedef {object} ReplayParts
 * @property {import('./models.mjs').Models} models
 * @property {import('./run-system.mjs').Store} store
 * @property {import('./run-system.mjs').SystemRun['firstStage']} firstStage
 *
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {ReplayParts} parts
 * @param {{ depth: number, weight: number }} number of documents to rerank, and weight of the reranker
 * @returns {Promise<number>} nDCG@10
 */
export async function replayReranking(set, { models, store, firstStage }, { depth, weight }) {
  const candidatesOf = new Map(set.queries.map(([id, query]) => [query, firstStage.get(id) ?? []]));
  const replay = {
    retrieve: 'first stage',
    with: async (/** @type {string} */ query) => candidatesOf.get(query) ?? [],
  };
  const pipeline = createSearchPipeline({
    store,
    stages: [replay, { rerank: 'rerank', reranker: models.reranker(), weight, top: depth }],
  });
  /** @type {Record<string, Record<string, number>>} */
  const run = {};
  for (const [id, query] of set.queries) {
    const { hits } = await pipeline.search(query, { candidates: CANDIDATES, topK: CANDIDATES });
    run[id] = rankedScores(hits, { rerank: { top: depth, weight } });
  }
  return evaluate(set.judgements, run, ['ndcg@10'], rulesOf(set)).means['ndcg@10'] ?? Number.NaN;
}
