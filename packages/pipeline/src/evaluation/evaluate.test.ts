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

test.each(Object.keys(golden.expected) as MetricName[])('%s equals trec_eval on every query, ties included', (name) => {
  const { perQuery } = evaluate(golden.judgements, golden.run, [name]);
  expect(Object.keys(perQuery[name]!)).toHaveLength(60);
  for (const [query, value] of Object.entries(golden.expected[name]!)) {
    expect(Math.abs(perQuery[name]![query]! - value), query).toBeLessThan(1e-9);
  }
});

describe('evaluate', () => {
  it('counts a query without results as 0 and omits a query without judgements', () => {
    const { means, queries } = evaluate({ a: { x: 1 }, b: { x: 1 } }, { a: { x: 1 }, c: { x: 1 } }, ['mrr@10']);
    expect(means).toEqual({ 'mrr@10': 0.5 });
    expect(queries).toBe(2);
  });

  it('returns 0 when nothing is relevant, and when there are no queries', () => {
    const metrics: MetricName[] = ['ndcg@3', 'mrr', 'recall@3', 'precision@3', 'map'];
    const nothing = { 'ndcg@3': 0, mrr: 0, 'recall@3': 0, 'precision@3': 0, map: 0 };
    expect(evaluate({ a: { x: 0 } }, { a: { x: 1 } }, metrics).means).toEqual(nothing);
    expect(evaluate({}, {}, metrics).means).toEqual(nothing);
  });

  it('handles ids that are names of inherited properties', () => {
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

test('every metric is between 0 and 1 and at most that of the ideal order', () => {
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

test('ranks by score, and ties by descending id', () => {
  expect(rankDocuments({ a: 1, b: 2, c: 1, é: 1 })).toEqual(['b', 'é', 'c', 'a']);
  // Equal in float32, which trec_eval uses for scores.
  expect(rankDocuments({ a: 1.000_000_01, b: 1 })).toEqual(['b', 'a']);
});

test('omits the document with the id of the query when asked to, as BEIR does', () => {
  const [judgements, run] = [{ q: { d: 1 } }, { q: { q: 1, d: 0.9 } }];
  expect(evaluate(judgements, run, ['mrr@10']).means).toEqual({ 'mrr@10': 0.5 });
  expect(evaluate(judgements, run, ['mrr@10'], { ignoreIdenticalIds: true }).means).toEqual({ 'mrr@10': 1 });
});
