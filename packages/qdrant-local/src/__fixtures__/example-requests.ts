/** A valid request to the database of `exampleDatabase`, from which mutations start. */
export interface ExampleRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const uuid = '6fa459ea-ee8a-3ca4-894e-db77e160355e';
const dense = { size: 2, distance: 'Cosine' };
const filter = {
  must: [
    { key: 'city.name', match: { value: 'Oslo' } },
    { key: 'tags[]', match: { any: ['a', 'b'] } },
  ],
  should: [
    { key: 'n', range: { gte: 1, lt: 10.5 } },
    { key: 'when', range: { gt: '2024-01-01T00:00:00Z' } },
    { nested: { key: 'items', filter: { must: [{ key: 'price', range: { lte: 5 } }] } } },
    { key: 'place', geo_radius: { center: { lon: 10.7, lat: 59.9 }, radius: 1000 } },
  ],
  must_not: [{ has_id: [7, uuid] }, { is_empty: { key: 'n' } }, { is_null: { key: 'n' } }, { has_vector: 'd' }],
  min_should: { conditions: [{ key: 'text', match: { text: 'red fox' } }, { key: 'n', match: { except: [4] } }], min_count: 1 },
};
const geometry = {
  should: [
    { key: 'place', geo_bounding_box: { top_left: { lon: 10, lat: 60 }, bottom_right: { lon: 11, lat: 59 } } },
    {
      key: 'place',
      geo_polygon: {
        exterior: { points: [[0, 0], [20, 0], [20, 70], [0, 0]].map(([lon, lat]) => ({ lon, lat })) },
        interiors: [{ points: [[1, 1], [2, 1], [2, 2], [1, 1]].map(([lon, lat]) => ({ lon, lat })) }],
      },
    },
    { key: 'tags', values_count: { gte: 1, lt: 3 } },
    { key: 'text', match: { phrase: 'red fox' } },
    { key: 'text', match: { prefix: 're' } },
    { key: 'text', match: { substring: 'd fo' } },
    { key: 'text', match: { text_any: 'red blue' } },
  ],
};
const formula = {
  mult: [
    { sum: ['$score', 'n', { neg: 1 }] },
    { abs: { div: { left: 'n', right: 2, by_zero_default: 1 } } },
    { sqrt: { pow: { base: 'n', exponent: 2 } } },
    { exp: 0.5 },
    { log10: 10 },
    { ln: 2 },
    { max: [1, { acosh: 2 }, { min: ['$score', 3] }] },
    { gauss_decay: { x: 'n', target: 3, scale: 2, midpoint: 0.5 } },
    { exp_decay: { x: { datetime_key: 'when' }, target: { datetime: '2024-06-01T00:00:00Z' }, scale: 86_400 } },
    { lin_decay: { x: { geo_distance: { origin: { lon: 10, lat: 60 }, to: 'place' } }, scale: 1000 } },
    { key: 'city.name', match: { value: 'Oslo' } },
  ],
};
const prefetch = [
  { query: [0.1, 0.9], using: 'd', limit: 5, filter: { must: [{ key: 'n', range: { gt: 0 } }] } },
  { query: { indices: [1, 5], values: [0.5, 1] }, using: 's', limit: 5 },
  { prefetch: { query: [1, 0], using: 'd' }, query: { fusion: 'dbsf' }, limit: 4, score_threshold: 0.1 },
];

const queries: readonly unknown[] = [
  { query: [0.2, 0.8], limit: 3, with_payload: true, with_vector: true, params: { exact: true, hnsw_ef: 64 } },
  { query: 2, filter, limit: 3, offset: 1, with_payload: ['city.name'], score_threshold: 0.2 },
  { query: uuid, using: 'd', with_payload: { exclude: ['items'] }, with_vector: ['d'] },
  { query: { nearest: [1, 0], mmr: { diversity: 0.5, candidates_limit: 10 } }, using: 'd' },
  { query: { recommend: { positive: [1, [0.5, 0.5]], negative: [2], strategy: 'best_score' } } },
  { query: { recommend: { positive: [1], negative: [], strategy: 'sum_scores' } }, filter: geometry },
  { query: { discover: { target: [1, 1], context: [{ positive: 1, negative: 2 }] } } },
  { query: { context: [{ positive: 1, negative: [0, 1] }] } },
  { query: { order_by: { key: 'n', direction: 'desc', start_from: 4 } }, limit: 2 },
  { query: { fusion: 'rrf' }, prefetch, limit: 4 },
  { query: { rrf: { k: 60, weights: [1, 2, 0.5] } }, prefetch },
  { query: { formula, defaults: { n: 1 } }, prefetch: prefetch[0] },
  { query: { sample: 'random' }, limit: 2 },
  { query: { text: 'red fox' }, using: 'text', params: { idf: { corpus: filter } } },
  { query: { text: { query: 'Fox', scoring: { bm25: { k: 2, b: 0.5 } } } }, using: 'text', filter, limit: 3 },
  { query: { relevance_feedback: { target: 1, feedback: [{ example: 2, score: 0.9 }, { example: 1, score: 0.1 }], strategy: { naive: { a: 1, b: 1, c: 1 } } } } },
  { query: [[1, 0], [0, 1]], using: 'm' },
  { query: 1, lookup_from: { collection: 'n', vector: 'd' } },
];

const change = { wait: true };
const operations = [
  { upsert: { points: [{ id: 5, vector: [0.5, 0.5], payload: { n: 5 } }] } },
  { update_vectors: { points: [{ id: 1, vector: [1, 0] }] } },
  { delete_vectors: { points: [1], vector: ['d'] } },
  { set_payload: { payload: { n: 2 }, points: [1] } },
  { overwrite_payload: { payload: { n: 2 }, filter: {} } },
  { delete_payload: { keys: ['n'], points: [1] } },
  { clear_payload: { points: [1] } },
  { delete: { filter } },
];

/** At least one request for each operation that has a body or a name. Collection `c` has one vector, `n` has vector names. */
export const exampleRequests: readonly ExampleRequest[] = [
  { method: 'GET', path: '/collections' },
  { method: 'GET', path: '/collections/c' },
  { method: 'GET', path: '/collections/c/exists' },
  { method: 'GET', path: '/collections/c/aliases' },
  { method: 'GET', path: '/aliases' },
  { method: 'GET', path: '/collections/c/points/1' },
  { method: 'DELETE', path: '/collections/c' },
  { method: 'PUT', path: '/collections/x', body: { vectors: dense, on_disk_payload: true, hnsw_config: { m: 16 } } },
  {
    method: 'PUT',
    path: '/collections/x',
    body: {
      vectors: { d: dense, u: { size: 4, distance: 'Dot', datatype: 'uint8' }, m: { ...dense, multivector_config: { comparator: 'max_sim' } } },
      sparse_vectors: { s: { modifier: 'idf' } },
      metadata: { made: 'here', deep: [{ a: 1 }] },
    },
  },
  { method: 'PATCH', path: '/collections/c', body: { metadata: { a: 2 }, optimizers_config: { indexing_threshold: 1 } } },
  {
    method: 'POST',
    path: '/collections/aliases',
    body: {
      actions: [
        { create_alias: { collection_name: 'c', alias_name: 'other' } },
        { rename_alias: { old_alias_name: 'also', new_alias_name: 'again' } },
        { delete_alias: { alias_name: 'again' } },
      ],
    },
  },
  { method: 'PUT', path: '/collections/n/vectors/more', body: { dense: { size: 3, distance: 'Dot' } } },
  { method: 'PUT', path: '/collections/n/vectors/t', body: { sparse: { modifier: 'idf' } } },
  { method: 'DELETE', path: '/collections/n/vectors/d' },
  { method: 'PUT', path: '/collections/c/index', body: { field_name: 'n', field_schema: 'integer' } },
  {
    method: 'PUT',
    path: '/collections/c/index',
    body: {
      field_name: 'text',
      field_schema: {
        type: 'text',
        tokenizer: 'word',
        lowercase: true,
        min_token_len: 2,
        max_token_len: 20,
        stopwords: { languages: ['english'], custom: ['fox'] },
        phrase_matching: true,
        scoring: { type: 'bm25' },
      },
    },
  },
  { method: 'DELETE', path: '/collections/c/index/n' },
  { method: 'POST', path: '/collections/c/points', body: { ids: [1, 2, uuid], with_payload: true, with_vector: true } },
  {
    method: 'PUT',
    path: '/collections/c/points?wait=true',
    body: {
      points: [
        { id: 9, vector: [0.25, 0.75], payload: { n: 9, tags: ['a'], place: { lon: 1, lat: 2 } } },
        { id: uuid, vector: [1, 0], payload: null },
      ],
      update_filter: { must: [{ key: 'n', match: { value: 9 } }] },
      update_mode: 'upsert',
    },
  },
  { method: 'PUT', path: '/collections/c/points', body: { points: [{ id: 9, vector: [0.25, 0.75] }] } },
  {
    method: 'PUT',
    path: '/collections/n/points',
    body: { points: [{ id: 3, vector: { d: [1, 2], u: [1, 2, 3], s: { indices: [3, 1], values: [1, 2] }, m: [[1, 2], [3, 4]] } }] },
  },
  {
    method: 'PUT',
    path: '/collections/c/points',
    body: { batch: { ids: [3, uuid], vectors: [[1, 2], [3, 4]], payloads: [{ n: 1 }, null] } },
  },
  { method: 'PUT', path: '/collections/n/points', body: { batch: { ids: [3], vectors: { d: [[1, 2]], u: [null] } } } },
  { method: 'POST', path: '/collections/c/points/delete', body: { points: [1, uuid], ...change } },
  { method: 'POST', path: '/collections/c/points/delete', body: { filter } },
  { method: 'PUT', path: '/collections/n/points/vectors', body: { points: [{ id: 1, vector: { d: [1, 0] } }], update_filter: filter } },
  { method: 'POST', path: '/collections/n/points/vectors/delete', body: { points: [1], filter, vector: ['d'] } },
  { method: 'POST', path: '/collections/c/points/payload', body: { payload: { a: { b: [1] } }, key: 'city', points: [1] } },
  { method: 'PUT', path: '/collections/c/points/payload', body: { payload: { a: 1 }, filter } },
  { method: 'POST', path: '/collections/c/points/payload/delete', body: { keys: ['city.name', 'items[].price'], points: [1] } },
  { method: 'POST', path: '/collections/c/points/payload/clear', body: { points: [1] } },
  { method: 'POST', path: '/collections/c/points/batch', body: { operations } },
  { method: 'POST', path: '/collections/c/points/scroll', body: { filter, limit: 2, offset: 1, with_vector: ['d'] } },
  { method: 'POST', path: '/collections/c/points/scroll', body: { order_by: { key: 'n', direction: 'asc', start_from: 2 } } },
  { method: 'POST', path: '/collections/c/points/scroll', body: { filter: geometry, with_payload: { include: ['n'] } } },
  { method: 'POST', path: '/collections/c/points/count', body: { filter, exact: true } },
  { method: 'POST', path: '/collections/c/facet', body: { key: 'tags', limit: 3, filter: geometry, exact: true } },
  ...queries.map((body) => ({ method: 'POST', path: '/collections/c/points/query', body })),
  ...queries.map((body) => ({ method: 'POST', path: '/collections/n/points/query', body: { using: 'd', ...(body as object) } })),
  { method: 'POST', path: '/collections/c/points/query/batch', body: { searches: queries.slice(0, 4) } },
  {
    method: 'POST',
    path: '/collections/c/points/query/groups',
    body: { query: [1, 0], group_by: 'tags', group_size: 2, limit: 3, with_lookup: { collection: 'n', with_payload: true } },
  },
  { method: 'POST', path: '/collections/c/points/search', body: { vector: [1, 0], limit: 2, offset: 1, filter, params: { exact: true } } },
  {
    method: 'POST',
    path: '/collections/n/points/search/batch',
    body: { searches: [{ vector: { name: 'd', vector: [1, 0] }, top: 2 }, { vector: { name: 's', vector: { indices: [1], values: [1] } }, limit: 1 }] },
  },
  {
    method: 'POST',
    path: '/collections/c/points/search/groups',
    body: { vector: [1, 0], group_by: 'tags', group_size: 2, limit: 3, score_threshold: 0.1, with_lookup: 'n' },
  },
  {
    method: 'POST',
    path: '/collections/c/points/recommend',
    body: { positive: [1, uuid], negative: [[0, 1]], strategy: 'best_score', limit: 2, with_payload: true, with_vector: true },
  },
  { method: 'POST', path: '/collections/n/points/recommend/batch', body: { searches: [{ positive: [1], using: 'd', limit: 2 }] } },
  {
    method: 'POST',
    path: '/collections/c/points/recommend/groups',
    body: { positive: [1], lookup_from: { collection: 'n', vector: 'd' }, group_by: 'n', group_size: 1, limit: 2 },
  },
  {
    method: 'POST',
    path: '/collections/c/points/discover',
    body: { target: [1, 0], context: [{ positive: 1, negative: 2 }], limit: 2, filter },
  },
  { method: 'POST', path: '/collections/c/points/discover/batch', body: { searches: [{ context: [{ positive: [1, 0], negative: 2 }], limit: 2 }] } },
  { method: 'POST', path: '/collections/c/points/search/matrix/pairs', body: { sample: 4, limit: 2, filter } },
  { method: 'POST', path: '/collections/n/points/search/matrix/offsets', body: { sample: 4, limit: 2, using: 'd' } },
  { method: 'GET', path: '/collections/c/snapshots' },
  { method: 'POST', path: '/collections/c/cluster', body: { move_shard: { shard_id: 0 } } },
];
