import { readFileSync } from 'node:fs';

import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { evaluate } from './evaluate.ts';
import { type Judgements, rankDocuments, type Run } from './judgements.ts';
import type { MetricName } from './metric-names.ts';

interface Golden {
  judgements: Judgements;
  run: Run;
  expected: Record<string, Record<string, number>>;
}

const golden = JSON.parse(readFileSync(new URL('__fixtures__/pytrec-eval.json', import.meta.url), 'utf8')) as Golden;

test.each(Object.keys(golden.expected) as MetricName[])(
  "%s equals trec_eval's on every query, ties included",
  (name) => {
    const { perQuery } = evaluate(golden.judgements, golden.run, [name]);
    expect(Object.keys(perQuery[name]!)).toHaveLength(60);
    for (const [query, value] of Object.entries(golden.expected[name]!)) {
      expect(Math.abs(perQuery[name]![query]! - value), query).toBeLessThan(1e-9);
    }
  },
);

describe('evaluate', () => {
  it('counts a query without an answer as 0 and leaves out one without judgements', () => {
    const { means, queries } = evaluate({ a: { x: 1 }, b: { x: 1 } }, { a: { x: 1 }, c: { x: 1 } }, ['mrr@10']);
    expect(means).toEqual({ 'mrr@10': 0.5 });
    expect(queries).toBe(2);
  });

  it('gives 0 where nothing is relevant, and where there is no query', () => {
    const metrics: MetricName[] = ['ndcg@3', 'mrr', 'recall@3', 'precision@3', 'map'];
    const nothing = { 'ndcg@3': 0, mrr: 0, 'recall@3': 0, 'precision@3': 0, map: 0 };
    expect(evaluate({ a: { x: 0 } }, { a: { x: 1 } }, metrics).means).toEqual(nothing);
    expect(evaluate({}, {}, metrics).means).toEqual(nothing);
  });

  it('is not led astray by ids that objects inherit', () => {
    const judgements = JSON.parse('{"constructor":{"toString":1}}') as Judgements;
    expect(evaluate(judgements, {}, ['mrr']).means).toEqual({ mrr: 0 });
    expect(evaluate({ a: { x: 1 } }, { a: { toString: 2, x: 1 } }, ['mrr']).means).toEqual({ mrr: 0.5 });
  });

  it.each(['ndcg', 'recall', 'ndcg@0', 'ndcg@1.5', 'bleu@3', 'toString@3', ''])('refuses the metric %j', (name) => {
    expect(() => evaluate({}, {}, [name as MetricName])).toThrow(InvalidArgumentError);
  });
});

const documents = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  fc.integer({ min: 0, max: 3 }),
);
const metrics: MetricName[] = ['ndcg@5', 'mrr@5', 'recall@5', 'precision@5', 'map@5'];

test('every metric lies between 0 and 1, and the ideal order is never beaten', () => {
  fc.assert(
    fc.property(documents, documents, (judged, scores) => {
      const ideal = evaluate({ q: judged }, { q: judged }, metrics).means;
      const actual = evaluate({ q: judged }, { q: scores }, metrics).means;
      for (const name of metrics) {
        expect(actual[name]).toBeGreaterThanOrEqual(0);
        expect(actual[name]).toBeLessThanOrEqual(ideal[name]! + 1e-12);
        expect(ideal[name]).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('ranks by score, equal scores by descending id', () => {
  expect(rankDocuments({ a: 1, b: 2, c: 1, é: 1 })).toEqual(['b', 'é', 'c', 'a']);
  // Equal in float32, in which trec_eval keeps scores.
  expect(rankDocuments({ a: 1.000_000_01, b: 1 })).toEqual(['b', 'a']);
});
