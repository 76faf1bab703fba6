const asked = [[30, 2, 1], [-1, 20, 0]];
const using = 'tokens';

/** Queries of all kinds on the multivectors `tokens` with three elements per row, and on those of points 1, 2 and 3. `d` is an additional dense vector. */
export const packedQueries = [
  { using, query: asked },
  { using, query: 1 },
  { using, query: { recommend: { positive: [1, 2], negative: [3], strategy: 'best_score' } } },
  { using, query: { recommend: { positive: [1], negative: [asked] } } },
  { using, query: { discover: { target: 1, context: [{ positive: 2, negative: 3 }] } } },
  { using, query: { context: [{ positive: 1, negative: asked }] } },
  { using, query: { nearest: asked, mmr: { diversity: 0.5, candidates_limit: 5 } } },
  {
    using,
    query: {
      relevance_feedback: {
        target: 1,
        feedback: [{ example: 2, score: 0.9 }, { example: asked, score: 0.1 }],
        strategy: { naive: { a: 1, b: 1, c: 1 } },
      },
    },
  },
  {
    using,
    query: asked,
    prefetch: [{ query: [1, 2, 3], using: 'd', limit: 3 }, { query: [-1, 0, 1], using: 'd', limit: 2 }],
  },
  { query: { fusion: 'rrf' }, prefetch: [{ using, query: asked, limit: 4 }, { using, query: 1, limit: 3 }] },
  { using, query: asked, filter: { must: [{ has_id: [1, 2] }, { has_vector: 'tokens' }] } },
];
