// Imported by package name, because the session's worker starts only from built files.
import { HybridTextEmbedding } from '@x/embed';
import { expect, it } from 'vitest';

// The example of the model's card. It needs the real weights, so it runs only on request.
const hasHub = process.env['X_TEST_HUB'] === '1';
const queries = ['What is BGE M3?', 'Defination of BM25'];
const passages = [
  'BGE M3 is an embedding model supporting dense retrieval, lexical matching and multi-vector interaction.',
  'BM25 is a bag-of-words retrieval function that ranks a set of documents based on the query terms appearing in each document',
];
/** Inner products of the dense vectors. */
const similarities = [
  [0.6265, 0.3477],
  [0.3499, 0.678],
];
/** Weights of the tokens What, is, B, GE, M, 3, ? of the first query. */
const lexicalWeights = [0.08356, 0.0814, 0.1296, 0.252, 0.1702, 0.2695, 0.04092];
/** Inner product of the sparse vectors of the first query and the first passage. */
const lexicalScore = 0.19555;
// The card's numbers come from float16 weights; the weights here are 8-bit integers.
const tolerance = 0.05;

it.runIf(hasHub)('returns the numbers in the card of bge-m3', { timeout: 3_600_000 }, async () => {
  await using model = await HybridTextEmbedding.load('BAAI/bge-m3', { deterministic: true });
  expect(model.maxLength).toBe(8192);
  const ofQueries = await model.embed(queries);
  const ofPassages = await model.embed(passages);
  for (const [row, query] of ofQueries.entries()) {
    for (const [column, passage] of ofPassages.entries()) {
      const similarity = query.dense.reduce((sum, value, index) => sum + value * passage.dense[index]!, 0);
      expect(Math.abs(similarity - similarities[row]![column]!)).toBeLessThanOrEqual(tolerance);
    }
  }
  const { sparse } = ofQueries[0]!;
  const weights = [...sparse.values].toSorted((left, right) => left - right);
  const expected = lexicalWeights.toSorted((left, right) => left - right);
  expect(weights).toHaveLength(expected.length);
  for (const [position, weight] of weights.entries()) {
    expect(Math.abs(weight - expected[position]!)).toBeLessThanOrEqual(tolerance);
  }
  const { indices, values } = ofPassages[0]!.sparse;
  const score = sparse.indices.reduce((sum, id, position) => {
    const found = indices.indexOf(id);
    return found < 0 ? sum : sum + sparse.values[position]! * values[found]!;
  }, 0);
  expect(Math.abs(score - lexicalScore)).toBeLessThanOrEqual(tolerance);
});
