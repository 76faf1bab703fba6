import { InvalidArgumentError } from '@x/core';

import { averagePrecision, type Metric, ndcg, precision, recall, reciprocalRank } from './metrics.ts';

type MetricFamily = 'ndcg' | 'mrr' | 'recall' | 'precision' | 'map';

const families: Readonly<Record<MetricFamily, Metric>> = {
  ndcg,
  mrr: reciprocalRank,
  recall,
  precision,
  map: averagePrecision,
};

/**
 * Name of a metric with its depth: `ndcg@10`, `mrr@10`, `recall@100`, `precision@5`. `map` and `mrr` without a depth use all ranks.
 */
export type MetricName = `${MetricFamily}@${number}` | 'map' | 'mrr';

/**
 * Returns the metric of a name and its depth.
 *
 * @throws {InvalidArgumentError} when the name is unknown.
 */
export function parseMetricName(name: MetricName): { metric: Metric; depth: number } {
  const match = /^([a-z]+)(?:@([1-9]\d*))?$/.exec(name);
  const family = match?.[1] as MetricFamily | undefined;
  if (family !== undefined && Object.hasOwn(families, family)) {
    if (match![2] !== undefined) return { metric: families[family], depth: Number(match![2]) };
    if (family === 'map' || family === 'mrr') return { metric: families[family], depth: Infinity };
  }
  const expected = 'ndcg@k, mrr@k, recall@k, precision@k, map@k, map or mrr, with an integer k of at least 1';
  throw new InvalidArgumentError({ parameter: 'metrics', value: name, expected });
}
