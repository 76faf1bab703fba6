import { type OptionKinds, requireKind, requireOptions, requireTexts } from '@x/core';

import { type Judgements, rankDocuments, type Run } from './judgements.ts';
import { type MetricName, parseMetricName } from './metric-names.ts';
import type { JudgedRanking } from './metrics.ts';

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /**
   * Omits the document with the id of the query from its results, as BEIR's own evaluation does by default. Published numbers of BEIR sets whose
   * queries are documents, such as ArguAna and Quora, need it. @default false, as in trec_eval
   */
  readonly ignoreIdenticalIds?: boolean;
}

const optionKinds: OptionKinds<EvaluateOptions> = { ignoreIdenticalIds: 'boolean' };

/** Metrics of one run. */
export interface Evaluation {
  /** Mean of each metric over all judged queries, 0 to 1. */
  readonly means: Readonly<Record<string, number>>;
  /** Value of each metric for each judged query. */
  readonly perQuery: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Number of judged queries. */
  readonly queries: number;
}

/**
 * Measures how well a run agrees with relevance judgements.
 *
 * Every query with judgements counts; a query without results counts as 0 (trec_eval's `-c`). Queries without judgements are
 * omitted.
 *
 * @throws {InvalidArgumentError} when a metric's name is unknown.
 *
 * @example
 * const judgements = { q1: { a: 1 }, q2: { b: 1 } };
 * const run = { q1: { a: 0.9, c: 0.3 }, q2: { c: 0.8, b: 0.7 } };
 * evaluate(judgements, run, ['mrr@10', 'recall@1']).means; // => { 'mrr@10': 0.75, 'recall@1': 0.5 }
 */
export function evaluate(
  judgements: Judgements,
  run: Run,
  metrics: readonly MetricName[],
  options: EvaluateOptions = {},
): Evaluation {
  const { ignoreIdenticalIds = false } = requireOptions(options, optionKinds);
  requireKind(judgements, 'object', 'judgements');
  requireKind(run, 'object', 'run');
  requireTexts(metrics, 'metrics');
  const parsed = metrics.map((name) => ({ name, ...parseMetricName(name) }));
  const rankings = Object.entries(judgements).map(([query, judged]) => {
    const ids = Object.hasOwn(run, query) ? rankDocuments(run[query]!) : [];
    return [query, judgedRanking(judged, ignoreIdenticalIds ? ids.filter((id) => id !== query) : ids)] as const;
  });
  const perQuery = parsed.map(({ name, metric, depth }) => {
    return [name, Object.fromEntries(rankings.map(([query, ranking]) => [query, metric(ranking, depth)]))] as const;
  });
  return {
    means: Object.fromEntries(perQuery.map(([name, values]) => [name, mean(Object.values(values))])),
    perQuery: Object.fromEntries(perQuery),
    queries: rankings.length,
  };
}

function judgedRanking(judged: Readonly<Record<string, number>>, ids: readonly string[]): JudgedRanking {
  return {
    relevances: ids.map((id) => (Object.hasOwn(judged, id) ? judged[id]! : 0)),
    idealRelevances: Object.values(judged)
      .filter((relevance) => relevance > 0)
      .toSorted((a, b) => b - a),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
