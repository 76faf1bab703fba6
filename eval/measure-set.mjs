// All systems on one set: its passages are embedded and stored once.
import { evaluate } from '../packages/pipeline/dist/evaluation/index.js';
import { createSearchPipeline } from '../packages/pipeline/dist/index.js';
import { createVectorStore, QdrantClient } from '../packages/qdrant-adapter/dist/index.js';
import { quantile } from '../bench/statistics.mjs';
import { compareReranking } from './compare-reranking.mjs';
import { deepenReranker } from './deepen-reranker.mjs';
import { runSystem } from './run-system.mjs';
import { weighReranker } from './weigh-reranker.mjs';

/** @type {import('../packages/pipeline/dist/evaluation/index.js').MetricName[]} */
export const METRICS = ['ndcg@10', 'mrr@10', 'recall@100'];

/**
 * @typedef {object} Row
 * @property {string} set
 * @property {string} system
 * @property {string} metric `ndcg@10`, `mrr@10`, `recall@100`; `tokens/query` and `tokens/index`: what models read
 * @property {number} value
 * @property {number} queries
 * @property {number} p95Ms of the searches, whatever the metric
 *
 * @typedef {object} SetMeasurements
 * @property {Row[]} rows
 * @property {import('./compare-reranking.mjs').Comparison[]} comparisons
 * @property {import('./compare-reranking.mjs').Change[]} changes
 * @property {import('./weigh-reranker.mjs').WeightRow[]} weights
 * @property {import('./deepen-reranker.mjs').DepthRow[]} depths
 * @property {{ set: string, system: string, run: import('../packages/pipeline/dist/evaluation/index.js').Run }[]} runs
 *
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {readonly import('./systems.mjs').System[]} systems
 * @param {{ models: import('./models.mjs').Models, progress?: import('./progress.mjs').Progress }} parts
 * @returns {Promise<SetMeasurements>}
 */
export async function measureSet(set, systems, { models, progress = () => undefined }) {
  const client = new QdrantClient(':memory:');
  try {
    /** @type {import('./run-system.mjs').Store} */
    const store = createVectorStore(client, { collection: 'passages', vectors: models.vectors() });
    await indexSet(set, systems, { models, store, progress });
    /** @type {SetMeasurements} */
    const measured = { rows: [], comparisons: [], changes: [], weights: [], depths: [], runs: [] };
    const evaluations = new Map();
    for (const system of systems) {
      let answered = 0;
      const onAnswer = () => progress(`${set.name}: ${system.label}`, ++answered, set.queries.length);
      const answers = await runSystem(set, system, { models, store, onAnswer });
      const evaluation = evaluate(set.judgements, answers.run, METRICS);
      evaluations.set(system.id, evaluation);
      measured.runs.push({ set: set.name, system: system.id, run: answers.run });
      measured.rows.push(...(await rowsOf(set, system, { evaluation, answers, models })));
      if (!system.reranks) continue;
      const parts = { models, store, firstStage: answers.firstStage };
      measured.weights.push(...(await weighReranker(set, system, parts)));
      measured.depths.push(...(await deepenReranker(set, system, parts)));
    }
    return { ...measured, ...compareReranking(set, evaluations) };
  } finally {
    await client.close();
  }
}

/**
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {import('./systems.mjs').System} system
 * @param {{ evaluation: import('../packages/pipeline/dist/evaluation/index.js').Evaluation, answers: import('./run-system.mjs').SystemRun,
 *   models: import('./models.mjs').Models }} parts
 * @returns {Promise<Row[]>}
 */
async function rowsOf({ name, documents }, { id, retrieve }, { evaluation, answers, models }) {
  const indexed = await models.tokensRead(
    retrieve,
    documents.map(({ payload }) => payload.text),
  );
  const values = { ...evaluation.means, 'tokens/query': answers.tokensPerQuery, 'tokens/index': indexed };
  const searched = { queries: evaluation.queries, p95Ms: quantile(answers.latenciesMs, 0.95) };
  return Object.entries(values).map(([metric, value]) => ({ set: name, system: id, metric, value, ...searched }));
}

/**
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {readonly import('./systems.mjs').System[]} systems
 * @param {{ models: import('./models.mjs').Models, store: import('./run-system.mjs').Store, progress: import('./progress.mjs').Progress }} parts
 */
async function indexSet({ name, documents }, systems, { models, store, progress }) {
  const vectors = [...new Set(systems.flatMap(({ retrieve }) => retrieve))];
  const lists = vectors.map((using) => ({ retrieve: using, embedder: models.embedder(using), using }));
  const stages = lists.length > 1 ? [...lists, { fuse: 'fuse' }] : lists;
  await createSearchPipeline({ store, stages }).index(documents, {
    onProgress: ({ completed }) => progress(`${name}: index`, completed, documents.length),
  });
}
