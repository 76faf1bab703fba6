// Measures all systems on one set. The passages are embedded once.
import { evaluate } from '../packages/pipeline/dist/evaluation/index.js';
import { quantile } from '../bench/statistics.mjs';
import { compareReranking } from './compare-reranking.mjs';
import { deepenReranker } from './deepen-reranker.mjs';
import { IndexedSet } from './indexed-set.mjs';
import { rulesOf } from './load-set.mjs';
import { runSystem } from './run-system.mjs';
import { TOKEN_STORAGES } from './token-storages.mjs';
import { weighReranker } from './weigh-reranker.mjs';

/** @type {import('../packages/pipeline/dist/evaluation/index.js').MetricName[]} */
export const METRICS = ['ndcg@10', 'mrr@10', 'recall@100'];

const COMPARED_BY_STORAGE = 'hybrid+maxsim';

/**
 * @typedef {object} Row
 * @property {string} set
 * @property {string} system
 * @property {string} metric `ndcg@10`, `mrr@10`, `recall@100`; `tokens/query` and `tokens/index` count the tokens that models read
 * @property {number} value
 * @property {number} queries
 * @property {number} p95Ms 95th percentile of the search times, the same for each metric
 *
 * @typedef {object} StorageRow a measurement of `hybrid+maxsim`
 * @property {string} set
 * @property {string} storage
 * @property {'ndcg@10'} metric
 * @property {number} value
 * @property {number} p95Ms
 * @property {number} bytesPerDocument
 *
 * @typedef {object} SetMeasurements
 * @property {Row[]} rows
 * @property {import('./compare-reranking.mjs').Comparison[]} comparisons
 * @property {import('./compare-reranking.mjs').Change[]} changes
 * @property {import('./weigh-reranker.mjs').WeightRow[]} weights
 * @property {import('./deepen-reranker.mjs').DepthRow[]} depths
 * @property {StorageRow[]} storages
 * @property {{ set: string, system: string, run: import('../packages/pipeline/dist/evaluation/index.js').Run }[]} runs
 */

/**
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {readonly import('./systems.mjs').System[]} systems
 * @param {{ models: import('./models.mjs').Models, progress?: import('./progress.mjs').Progress }} parts
 * @returns {Promise<SetMeasurements>}
 */
export async function measureSet(set, systems, { models, progress = () => undefined }) {
  const indexed = await IndexedSet.create(set, systems, { models, progress });
  try {
    /** @type {SetMeasurements} */
    const measured = { rows: [], comparisons: [], changes: [], weights: [], depths: [], storages: [], runs: [] };
    const evaluations = new Map();
    for (const system of systems) {
      const store = await indexed.storeFor(system);
      let answered = 0;
      const onAnswer = () => progress(`${set.name}: ${system.label}`, ++answered, set.queries.length);
      const answers = await runSystem(set, system, { models, store, onAnswer });
      const evaluation = evaluate(set.judgements, answers.run, METRICS, rulesOf(set));
      evaluations.set(system.id, evaluation);
      measured.runs.push({ set: set.name, system: system.id, run: answers.run });
      measured.rows.push(...(await rowsOf(set, system, { evaluation, answers, models })));
      if (system.id === COMPARED_BY_STORAGE)
        measured.storages.push(...(await measureStorages(system, indexed, models)));
      if (system.rerank === undefined) continue;
      const parts = { models, store, firstStage: answers.firstStage };
      measured.weights.push(...(await weighReranker(set, system, parts)));
      measured.depths.push(...(await deepenReranker(set, system, parts)));
    }
    return { ...measured, ...compareReranking(set, evaluations) };
  } finally {
    await indexed.dispose();
  }
}

/**
 * Measures the quality and the size of each storage of token vectors.
 *
 * @param {import('./systems.mjs').System} system
 * @param {IndexedSet} indexed
 * @param {import('./models.mjs').Models} models
 */
async function measureStorages(system, indexed, models) {
  const { set } = indexed;
  /** @type {StorageRow[]} */
  const rows = [];
  for (const storage of TOKEN_STORAGES) {
    const { run, latenciesMs } = await runSystem(set, system, { models, store: await indexed.storeOf(storage) });
    const value = evaluate(set.judgements, run, ['ndcg@10'], rulesOf(set)).means['ndcg@10'] ?? Number.NaN;
    const bytesPerDocument = (await indexed.bytesOf(storage)) / set.documents.length;
    rows.push({
      set: set.name,
      storage,
      metric: 'ndcg@10',
      value,
      p95Ms: quantile(latenciesMs, 0.95),
      bytesPerDocument,
    });
  }
  return rows;
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
