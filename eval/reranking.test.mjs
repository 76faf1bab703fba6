import { describe, expect, it } from 'vitest';
import { compareReranking } from './compare-reranking.mjs';
import { RememberingReranker } from './remembering-reranker.mjs';
import { chooseWeight } from './weigh-reranker.mjs';

/** A model that ranks long documents higher and records its calls. */
function createModel() {
  /** @type {string[][]} */
  const asked = [];
  /** @type {(query: string, documents: readonly string[]) => Promise<number[]>} */
  const score = async (_, documents) => {
    asked.push([...documents]);
    return documents.map((document) => document.length);
  };
  return { modelName: 'length', score, asked };
}

describe('a caching reranker', () => {
  it('scores each pair once and sorts all documents', async () => {
    const model = createModel();
    const reranker = new RememberingReranker(model);
    await reranker.rerank('q', ['aa', 'b']);
    const ranked = await reranker.rerank('q', ['b', 'cccc', 'aa'], { topK: 2 });
    expect(ranked).toEqual([
      { index: 1, document: 'cccc', score: 4 },
      { index: 2, document: 'aa', score: 2 },
    ]);
    await reranker.rerank('other', ['b']);
    expect(model.asked).toEqual([['aa', 'b'], ['cccc'], ['b']]);
  });

  it('counts the time of cached scores only', async () => {
    const reranker = new RememberingReranker(createModel());
    await reranker.rerank('q', ['aa', 'b']);
    expect(reranker.sparedMs).toBe(0);
    await reranker.rerank('q', ['aa', 'b']);
    const once = reranker.sparedMs;
    expect(once).toBeGreaterThan(0);
    await reranker.rerank('q', ['aa', 'b']);
    expect(reranker.sparedMs).toBeCloseTo(2 * once, 9);
  });
});

/** @param {Record<string, number>} perQuery */
function evaluation(perQuery) {
  return { means: {}, perQuery: { 'ndcg@10': perQuery }, queries: 3 };
}

describe('compareReranking', () => {
  const queries = /** @type {[string, string][]} */ ([['q1', 'one'], ['q2', 'two'], ['q3', 'three']]); // prettier-ignore
  const set = { name: 'set', documents: [], queries, judgements: {} };

  it('lists the queries that reranking changed, worst first', () => {
    const evaluations = new Map([
      ['dense', evaluation({ q1: 0.5, q2: 1, q3: 0.7 })],
      ['dense+rerank', evaluation({ q1: 0.9, q2: 0.2, q3: 0.7 })],
      ['hybrid', evaluation({ q1: 0, q2: 0, q3: 0 })],
    ]);
    const { comparisons, changes } = compareReranking(set, evaluations);
    expect(changes.map(({ text, valueBefore, valueAfter }) => [text, valueBefore, valueAfter])).toEqual([
      ['two', 1, 0.2],
      ['one', 0.5, 0.9],
    ]);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({ before: 'dense', after: 'dense+rerank', wins: 1, losses: 1, ties: 1 });
    expect(comparisons[0]?.difference).toBeCloseTo((0.4 - 0.8) / 3, 12);
  });
});

/**
 * @param {string} set
 * @param {number} weight
 * @param {number} value
 */
function row(set, weight, value) {
  return /** @type {const} */ ({ set, system: 'dense+rerank', weight, metric: 'ndcg@10', value });
}

describe('a weight', () => {
  it('is chosen on the development set only, and the larger one wins a tie', () => {
    const rows = [
      row('xquad_en', 0.1, 1),
      row('covidqa_dev', 0.1, 0.3),
      row('covidqa_dev', 0.5, 0.6),
      row('covidqa_dev', 0.9, 0.6),
    ];
    expect(chooseWeight(rows, 'dense+rerank')).toBe(0.9);
    expect(chooseWeight(rows, 'hybrid+rerank')).toBeUndefined();
    expect(chooseWeight(rows.slice(0, 1), 'dense+rerank')).toBeUndefined();
  });
});
