// Compares reranking with its first stage: over all queries, and query by query.
import { compareRuns } from '../packages/pipeline/dist/evaluation/index.js';

/** @type {readonly (readonly [before: string, after: string])[]} */
const PAIRS = [
  ['dense', 'dense+maxsim'],
  ['hybrid', 'hybrid+maxsim'],
  ['dense', 'dense+rerank'],
  ['hybrid', 'hybrid+rerank'],
  ['hybrid+maxsim', 'hybrid+maxsim+rerank'],
];

/**
 * @typedef {import('../packages/pipeline/dist/evaluation/index.js').Evaluation} Evaluation
 * @typedef {import('../packages/pipeline/dist/evaluation/index.js').RunComparison} RunComparison
 * @typedef {{ set: string, before: string, after: string, metric: 'ndcg@10' }} Compared
 * @typedef {Compared & RunComparison} Comparison
 * @typedef {Compared & { query: string, text: string, valueBefore: number, valueAfter: number }} Change
 *
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {ReadonlyMap<string, Evaluation>} evaluations by system
 * @returns {{ comparisons: Comparison[], changes: Change[] }} `changes` contains the queries whose value changed, worst first
 */
export function compareReranking(set, evaluations) {
  /** @type {Comparison[]} */
  const comparisons = [];
  /** @type {Change[]} */
  const changes = [];
  for (const [before, after] of PAIRS) {
    const first = evaluations.get(before)?.perQuery['ndcg@10'];
    const second = evaluations.get(after)?.perQuery['ndcg@10'];
    if (first === undefined || second === undefined) continue;
    const compared = { set: set.name, before, after, metric: /** @type {const} */ ('ndcg@10') };
    comparisons.push({ ...compared, ...compareRuns(first, second) });
    const all = set.queries.map(([query, text]) => {
      return { ...compared, query, text, valueBefore: first[query] ?? 0, valueAfter: second[query] ?? 0 };
    });
    changes.push(...all.filter((change) => gain(change) !== 0).toSorted((a, b) => gain(a) - gain(b)));
  }
  return { comparisons, changes };
}

/** @param {Change} change */
function gain({ valueBefore, valueAfter }) {
  return valueAfter - valueBefore;
}
