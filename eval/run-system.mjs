// Runs one system on the queries of a set and measures its cost.
import { createSearchPipeline } from '../packages/pipeline/dist/index.js';
import { CANDIDATES, MAX_SIM_CANDIDATES } from './systems.mjs';

/**
 * @typedef {import('./load-set.mjs').Passage} Passage
 * @typedef {import('../packages/pipeline/dist/index.js').Candidate<Passage>} Candidate
 * @typedef {import('../packages/core/dist/index.js').SearchStore<Passage>} Store
 *
 * @typedef {object} SystemRun
 * @property {import('../packages/pipeline/dist/evaluation/index.js').Run} run
 * @property {readonly number[]} latenciesMs one per query; the queries run one after the other
 * @property {number} tokensPerQuery tokens that models read per query, including those of reranked documents
 * @property {ReadonlyMap<string, readonly Candidate[]>} firstStage the candidates of the reranker, by query
 *
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {import('./systems.mjs').System} system
 * @param {{ models: import('./models.mjs').Models, store: Store, onAnswer?: () => void }} parts
 * @returns {Promise<SystemRun>}
 */
export async function runSystem(set, system, { models, store, onAnswer = () => undefined }) {
  const pipeline = createSearchPipeline({ store, stages: stagesOf(system, models) });
  const search = (/** @type {string} */ query) => pipeline.search(query, { candidates: CANDIDATES, topK: CANDIDATES });
  // The first search includes one-time work, so it is not measured.
  await search('warm up');
  /** @type {Record<string, Record<string, number>>} */
  const run = {};
  const latenciesMs = [];
  const firstStage = new Map();
  for (const [id, query] of set.queries) {
    const spared = system.rerank ? models.reranker().sparedMs : 0;
    const { hits, candidates, timingsMs } = await search(query);
    latenciesMs.push((timingsMs['total'] ?? 0) + (system.rerank ? models.reranker().sparedMs - spared : 0));
    run[id] = rankedScores(hits, system);
    firstStage.set(id, candidates);
    onAnswer();
  }
  const tokensPerQuery = (await tokensRead(set, system, { models, firstStage })) / set.queries.length;
  return { run, latenciesMs, tokensPerQuery, firstStage };
}

/**
 * Returns the scores by which a result is judged. Documents below the reranked ones have scores on another scale, so the ranks are used
 * instead.
 *
 * @param {readonly { payload: Passage, rank: number, score: number }[]} hits
 * @param {Pick<import('./systems.mjs').System, 'rerank'>} system
 */
export function rankedScores(hits, { rerank }) {
  const isMixed = rerank !== undefined && hits.length > rerank.top;
  return Object.fromEntries(
    hits.map(({ payload, rank, score }) => [payload.key, isMixed ? hits.length - rank : score]),
  );
}

/**
 * Returns the stages of a pipeline for a system.
 *
 * @param {Pick<import('./systems.mjs').System, 'retrieve' | 'order' | 'rerank'>} system
 * @param {import('./models.mjs').Models} models
 * @returns {import('../packages/pipeline/dist/index.js').Stage<Passage>[]}
 */
export function stagesOf({ retrieve, order, rerank }, models) {
  const limit = order === 'maxSim' ? { limit: MAX_SIM_CANDIDATES } : {};
  return [
    ...retrieve.map((name) => ({
      retrieve: name,
      embedder: models.embedder(name),
      // A store has one dense vector per text, whichever model computed it.
      using: name === 'words' ? name : 'dense',
      ...limit,
    })),
    ...(order === 'fuse' ? [{ fuse: 'fuse' }] : []),
    ...(order === 'maxSim' ? [{ maxSim: 'maxSim', embedder: models.dense, using: 'tokens' }] : []),
    ...(rerank === undefined ? [] : [{ rerank: 'rerank', reranker: models.reranker(), ...rerank }]),
  ];
}

/**
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {import('./systems.mjs').System} system
 * @param {{ models: import('./models.mjs').Models, firstStage: ReadonlyMap<string, readonly Candidate[]> }} parts
 */
async function tokensRead({ queries }, { retrieve, rerank }, { models, firstStage }) {
  const ofQueries = await models.tokensRead(
    retrieve,
    queries.map(([, query]) => query),
  );
  if (rerank === undefined) return ofQueries;
  const pairs = queries.flatMap(([id, query]) =>
    (firstStage.get(id) ?? []).slice(0, rerank.top).map(({ payload }) => /** @type {const} */ ([query, payload.text])),
  );
  return ofQueries + (await models.pairTokens(pairs));
}
