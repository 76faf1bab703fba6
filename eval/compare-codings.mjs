// node eval/compare-codings.mjs: measures the quality of token vector encodings on the development set. Takes two minutes.
import { fileURLToPath } from 'node:url';
import { formatNumber, markdownTable } from '../bench/report/table.mjs';
import { LateInteractionTextEmbedding } from '../packages/embed/dist/index.js';
import { evaluate } from '../packages/pipeline/dist/evaluation/index.js';
import { QdrantLocal } from '../packages/qdrant-local/dist/index.js';
import { CODINGS } from './codings.mjs';
import { loadSet } from './load-set.mjs';

const LIMITS = { split: 'test', queries: 120, documents: 400 };
const DEPTH = 10;

/** @typedef {Readonly<Record<string, number>>} Scores by document */

const folder = fileURLToPath(new URL('sets/covidqa_dev', import.meta.url));
const { documents, queries, judgements } = await loadSet({ name: 'covidqa_dev', folder }, LIMITS);
const embedding = await LateInteractionTextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2', {
  offline: true,
  truncationPolicy: 'truncate',
});
const documentRows = await embedding.embed(documents.map(({ payload }) => payload.text));
const queryRows = await embedding.embed(queries.map(([, text]) => text));
await embedding.dispose();

/** @type {Record<string, Scores> | undefined} */
let exact;
const lines = [];
for (const coding of CODINGS) {
  const run = await scoresOf(coding);
  exact ??= run;
  const { means } = evaluate(judgements, run, [`ndcg@${DEPTH}`]);
  const kept = Object.keys(run).map((query) => shared(run[query] ?? {}, exact?.[query] ?? {}));
  const share = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  lines.push([coding.name, (means[`ndcg@${DEPTH}`] ?? 0).toFixed(3), `${formatNumber(100 * share)} %`]);
}
process.stdout.write(markdownTable(['stored as', `nDCG@${DEPTH}`, `same top ${DEPTH} as float32`], lines));

/**
 * Returns the MaxSim score of every document for every query.
 *
 * @param {import('./codings.mjs').Coding} coding
 */
async function scoresOf({ settings = {}, decoded = (rows) => rows }) {
  const database = new QdrantLocal();
  const tokens = /** @type {const} */ ({
    size: 384,
    distance: 'Dot',
    on_disk: true,
    multivector_config: { comparator: 'max_sim' },
  });
  await database.createCollection('c', { vectors: { tokens: { ...tokens, ...settings } } });
  for (const { id } of documents) {
    await database.upsert('c', { points: [{ id, vector: { tokens: decoded(documentRows[id] ?? []) } }] });
  }
  /** @type {Record<string, Scores>} */
  const run = {};
  for (const [index, [id]] of queries.entries()) {
    const query = queryRows[index] ?? [];
    const { points } = await database.query('c', { query, using: 'tokens', limit: documents.length });
    run[id] = Object.fromEntries(points.map((point) => [documents[Number(point.id)]?.payload.key ?? '', point.score]));
  }
  await database.close();
  return run;
}

/**
 * Returns the share of the best documents that both score lists have in common.
 *
 * @param {Scores} left
 * @param {Scores} right
 */
function shared(left, right) {
  const best = new Set(bestOf(right));
  return bestOf(left).filter((document) => best.has(document)).length / DEPTH;
}

/** @param {Scores} scores */
function bestOf(scores) {
  return Object.keys(scores)
    .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
    .slice(0, DEPTH);
}
