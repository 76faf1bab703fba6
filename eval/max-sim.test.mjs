// Compares MaxSim with weighted tokens, through the whole pipeline, with Python (__fixtures__/make-max-sim.py).
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSearchPipeline } from '../packages/pipeline/dist/index.js';
import { createSearchStore, QdrantClient } from '../packages/qdrant-adapter/dist/index.js';
import oracle from './__fixtures__/max-sim.json' with { type: 'json' };
import { loadSet } from './load-set.mjs';
import { Models } from './models.mjs';
import { SYSTEMS } from './systems.mjs';

const folder = fileURLToPath(new URL('sets/xquad_en', import.meta.url));
const count = oracle.passages.length;

/** @type {Models} */
let models;
/** @type {import('./load-set.mjs').Passage[]} */
let passages;
/** @type {QdrantClient} */
let client;
beforeAll(async () => {
  client = new QdrantClient(':memory:');
  models = await Models.load(SYSTEMS.filter(({ id }) => id === 'hybrid+maxsim'));
  const set = await loadSet({ name: 'xquad_en', folder }, { split: 'test', queries: Infinity, documents: Infinity });
  passages = set.documents.map(({ payload }) => payload).filter(({ key }) => oracle.passages.includes(key));
});
afterAll(async () => {
  await models.dispose();
  await client.close();
});

describe.each(
  /** @type {const} */ ([
    ['float32', 1e-4],
    ['int8', 0.005],
    ['int4', 0.05],
  ]),
)('with token vectors as %s', (tokens, tolerance) => {
  it('documents have the same scores as in Python', async () => {
    const { dense: embedder, words } = models;
    /** @type {import('./run-system.mjs').Store} */
    const store = createSearchStore(client, { collection: tokens, dimension: embedder.dimension, tokens });
    const pipeline = createSearchPipeline({ embedder, words, store });
    await pipeline.index(passages.map((payload, id) => ({ id, payload })));
    for (const { query, best } of oracle.queries) {
      const { hits } = await pipeline.search(query, { candidates: count, topK: count });
      expect(hits).toHaveLength(count);
      const scores = Object.fromEntries(hits.map(({ payload, score }) => [payload.key, score]));
      const errors = best.map(({ key, score }) => Math.abs((scores[key] ?? Number.NaN) - score));
      expect(Math.max(...errors)).toBeLessThan(tolerance);
      // No other document has a higher score than the first one.
      expect((hits[0]?.score ?? Number.NaN) - (best[0]?.score ?? Number.NaN)).toBeLessThan(tolerance);
    }
  });
});
