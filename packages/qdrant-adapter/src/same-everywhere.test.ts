import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Call, disagreementOf } from './__tests__/disagreement.ts';
import { outcomeOf } from './__tests__/outcome-of.ts';
import { realServer } from './__tests__/real-server.ts';
import { type ServerProcess, startServerProcess } from './__tests__/server-process.ts';
import { type PointStruct, QdrantClient } from './index.ts';

/** Points of which some lack vectors, some have no payload, and some share their vectors. */
const points: PointStruct[] = Array.from({ length: 40 }, (_, index) => ({
  id: index % 3 === 0 ? `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` : index,
  vector: {
    ...(index % 4 !== 0 && { dense: [Math.sin(index), Math.cos(index * 2), (index % 5) / 3] }),
    ...(index % 5 !== 0 && { multi: [[index, 0.1], [0.3, -index]] }), // prettier-ignore
    ...(index % 2 !== 0 && { sparse: { indices: [index, 100 + (index % 7)], values: [0.1 + index, 0.7] } }),
  },
  ...(index % 7 !== 0 && {
    payload: {
      rank: index / 3,
      kind: ['ship', 'boat', 'raft'][index % 3],
      tags: ['a', `t${index % 4}`],
      deep: { n: index },
    },
  }),
}));

let server: ServerProcess;
let memory: QdrantClient;
let remote: QdrantClient;

async function fill(client: QdrantClient): Promise<void> {
  await client.createCollection('all', {
    vectors: {
      dense: { size: 3, distance: 'Cosine' },
      multi: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
    },
    sparse_vectors: { sparse: { modifier: 'idf' } },
    // Each shard of a cluster counts its own words.
    shard_number: 1,
  });
  await client.createPayloadIndex('all', { field_name: 'kind', field_schema: 'keyword' });
  await client.createPayloadIndex('all', { field_name: 'rank', field_schema: 'float' });
  await client.uploadPoints('all', points);
}

beforeAll(async () => {
  server = await startServerProcess();
  memory = new QdrantClient(':memory:');
  remote = new QdrantClient({ url: server.url, retry: { maxRetries: 0 } });
  await Promise.all([fill(memory), fill(remote)]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Generates mostly valid values, and an invalid one occasionally. */
const mostly = <Value>(right: fc.Arbitrary<Value>, wrong: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: wrong });

const id = mostly(
  fc.constantFrom<unknown>(1, 2, 5, 7, '00000000-0000-4000-8000-000000000003'),
  fc.constantFrom<unknown>(999, 2 ** 53, -1, 'no uuid'),
);
const component = fc.constantFrom(0.1, 1, -2.5, 1e-3, 7, 3.3333333333333335);
const rowOf = (length: number) =>
  mostly(fc.array(component, { minLength: length, maxLength: length }), fc.array(component));
const sparse = fc
  .uniqueArray(fc.nat(110), { minLength: 1, maxLength: 4 })
  .map((indices) => ({ indices, values: indices.map(() => 0.3) }));
const vectors: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  dense: rowOf(3),
  multi: fc.array(rowOf(2), { minLength: 1, maxLength: 2 }),
  sparse,
  other: sparse,
};

/** Returns every form of a query for a vector of this name. */
function queryOf(using: string): fc.Arbitrary<unknown> {
  const vector = fc.oneof({ weight: 3, arbitrary: vectors[using]! }, id);
  const pair = fc.record({ positive: vector, negative: vector });
  const examples = fc.array(vector, { minLength: 1, maxLength: 2 });
  const strategy = fc.constantFrom('average_vector', 'best_score', 'sum_scores');
  return fc.oneof(
    vector,
    vector,
    fc.record({ nearest: vector, mmr: fc.record({ diversity: fc.constantFrom(0, 0.5, 1) }) }),
    fc.record({ recommend: fc.record({ positive: examples, negative: fc.array(vector, { maxLength: 1 }), strategy }) }),
    fc.record({ discover: fc.record({ target: vector, context: fc.array(pair, { maxLength: 2 }) }) }),
    fc.record({ context: fc.array(pair, { minLength: 1, maxLength: 2 }) }),
  );
}

/** Queries without vectors. Some are valid only with prefetches. */
const otherQuery = fc.constantFrom<unknown>(
  { order_by: 'rank' },
  { order_by: { key: 'rank', direction: 'desc' } },
  { fusion: 'rrf' },
  { fusion: 'dbsf' },
  { rrf: { k: 60 } },
  { formula: { sum: ['$score', { mult: [0.5, 'rank'] }] } },
  { formula: { div: { left: 1, right: 'deep.n' } } },
  { order_by: 'nothing' },
  { unknown: 1 },
);
const condition = mostly(
  fc.constantFrom<object>(
    { key: 'kind', match: { value: 'ship' } },
    { key: 'kind', match: { any: ['boat', 'raft'] } },
    { key: 'tags', match: { text: 't1' } },
    { key: 'rank', range: { gt: 2, lte: 9.5 } },
    { key: 'deep.n', match: { except: [4, 5] } },
    { key: 'tags', values_count: { gte: 2 } },
    { is_empty: { key: 'deep' } },
    { is_null: { key: 'kind' } },
    { has_id: [1, 2, 5] },
    { has_vector: 'sparse' },
  ),
  fc.constantFrom<object>({ key: 'rank', match: {} }, { wrong: true }),
);
const filter = fc.record(
  { must: fc.array(condition, { maxLength: 2 }), must_not: condition, should: fc.array(condition, { maxLength: 2 }) },
  { requiredKeys: [] },
);
const using = mostly(fc.constantFrom('dense', 'multi', 'sparse'), fc.constant('other'));
const prefetch = using.chain((name) =>
  fc.record({ query: queryOf(name), using: fc.constant(name), limit: fc.constantFrom(2, 9) }),
);
const rest = {
  limit: mostly(fc.constantFrom(1, 3, 50), fc.constant(0)),
  filter,
  with_payload: fc.constantFrom<unknown>(true, ['rank', 'deep.n'], { exclude: ['tags'] }),
  with_vector: fc.constantFrom<unknown>(true, ['sparse']),
  score_threshold: fc.constantFrom(0.1, 0.9),
};
/** Since 1.20 a server refuses a score threshold for a query that is ordered by a field. */
const isOfEveryVersion = ({ query, score_threshold: threshold }: { query: unknown; score_threshold?: unknown }) =>
  realServer === undefined || threshold === undefined || !JSON.stringify(query).includes('order_by');
const body: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.oneof(
  using.chain((name) =>
    fc.record(
      { query: queryOf(name), using: fc.constant(name), prefetch: fc.array(prefetch, { maxLength: 1 }), ...rest },
      { requiredKeys: ['query', 'using'] },
    ),
  ),
  fc
    .record({ query: otherQuery, prefetch: fc.array(prefetch, { maxLength: 3 }), ...rest }, { requiredKeys: ['query'] })
    .filter(isOfEveryVersion),
);
const calls = fc.oneof(
  { weight: 6, arbitrary: body.map((one) => ['query', ['all', one]] as const) },
  fc.array(body, { maxLength: 3 }).map((searches) => ['queryBatch', ['all', { searches }]] as const),
  body.map((one) => ['queryGroups', ['all', { ...one, group_by: 'kind' }]] as const),
  fc
    .record({ filter, limit: fc.constantFrom(1, 30), with_vector: fc.boolean() }, { requiredKeys: [] })
    .map((one) => ['scroll', ['all', one]] as const),
  fc.array(id, { maxLength: 3 }).map((ids) => ['retrieve', ['all', { ids, with_vector: true }]] as const),
  filter.map((one) => ['count', ['all', { filter: one }]] as const),
  fc
    .tuple(fc.constantFrom('kind', 'rank', 'tags'), filter)
    .map(([key, one]) => ['facet', ['all', { key, filter: one }]] as const),
  fc.constantFrom(
    ['getCollection', ['all']] as const,
    ['getCollection', ['none']] as const,
    ['getAliases', []] as const,
    ['searchMatrixPairs', ['all', { sample: 50, limit: 2, using: 'dense' }]] as const,
    ['createCollection', ['all', { vectors: { size: 2, distance: 'Dot' } }]] as const,
    ['createCollection', ['bad', { vectors: { size: 0, distance: 'Dot' } }]] as const,
    ['deletePayloadIndex', ['none', 'kind']] as const,
  ),
);

const duplicate = { vectors: { size: 2, distance: 'Dot' } };
/** Each call has exactly one fault. */
const wrongCalls: readonly [what: string, ...Call][] = [
  ['an id that no point has', 'query', ['all', { query: 999, using: 'dense' }]],
  ['a vector name that the collection lacks', 'query', ['all', { query: [1, 2, 3], using: 'other' }]],
  ['a vector of another size', 'query', ['all', { query: [1, 2], using: 'dense' }]],
  ['a dense vector for a sparse one', 'query', ['all', { query: [1, 2], using: 'sparse' }]],
  ['a point without the vector', 'query', ['all', { query: 4, using: 'dense' }]],
  ['a limit of 0', 'query', ['all', { query: [1, 2, 3], using: 'dense', limit: 0 }]],
  ['an unknown kind of query', 'query', ['all', { query: { unknown: 1 } }]],
  ['an empty match', 'count', ['all', { filter: { must: [{ key: 'rank', match: {} }] } }]],
  ['an unknown kind of condition', 'count', ['all', { filter: { must: [{ wrong: true }] } }]],
  ['an order_by on a key without an index', 'query', ['all', { query: { order_by: 'nothing' } }]],
  ['a facet on a key without an index', 'facet', ['all', { key: 'tags' }]],
  ['a fusion without prefetches', 'query', ['all', { query: { fusion: 'rrf' } }]],
  ['a missing collection', 'getCollection', ['none']],
  ['a write to a missing collection', 'upsert', ['none', { points: [{ id: 1, vector: [1] }] }]],
  ['an existing collection', 'createCollection', ['all', duplicate]],
  ['a size of 0', 'createCollection', ['bad', { vectors: { size: 0, distance: 'Dot' } }]],
  ['an unknown distance', 'createCollection', ['bad', { vectors: { size: 1, distance: 'Far' } }]],
  ['a payload for a missing point', 'setPayload', ['all', { points: [999], payload: { a: 1 } }]],
];

describe('any call', () => {
  it('has the same outcome in memory and on a server: results, orders, numbers and errors', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (call) => {
        const [method, args] = call;
        const [here, there] = await Promise.all([outcomeOf(memory, method, args), outcomeOf(remote, method, args)]);
        if (realServer === undefined) expect(there).toEqual(here);
        else expect(await disagreementOf(memory, call, here, there, { severalFaults: true })).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  }, 600_000);

  it.each(wrongCalls)('with %s is rejected alike in memory and on a server', async (_, method, args) => {
    const [here, there] = await Promise.all([outcomeOf(memory, method, args), outcomeOf(remote, method, args)]);
    expect(here).toHaveProperty('message');
    if (realServer === undefined) expect(there).toEqual(here);
    else expect(await disagreementOf(memory, [method, args], here, there)).toBeUndefined();
  });
});
