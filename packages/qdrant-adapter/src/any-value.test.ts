import { isDeepStrictEqual } from 'node:util';
import { differenceOf } from '@x/qdrant-types';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, outcomeOf } from './__tests__/outcome-of.ts';
import { realServer } from './__tests__/real-server.ts';
import { type ServerProcess, startServerProcess } from './__tests__/server-process.ts';
import { QdrantClient } from './index.ts';

type Path = readonly (string | number)[];

const filter = {
  must: [{ has_id: [1] }, { key: 'a', range: { lt: 5, gte: 0 } }, { key: 'b', match: { value: 'x' } }],
  must_not: [
    { is_empty: { key: 'a' } },
    { has_vector: 'none' },
    { nested: { key: 'list', filter: { must: [{ has_id: [9] }] } } },
  ],
  min_should: { conditions: [{ key: 'tags', values_count: { gt: 0 } }], min_count: 1 },
};
const selection = { filter, wait: true, ordering: 'strong' };
const vector = { dense: [0.5, 1], multi: [[1, 0], [0.5, 1]], sparse: { indices: [1, 3], values: [0.5, 1] } }; // prettier-ignore
const point = { id: 1, vector, payload: { a: 1, b: 'x', tags: ['t'], list: [{ a: 1 }] } };
const query = {
  prefetch: [{ query: [1, 0], using: 'dense', filter, limit: 3, score_threshold: 0 }],
  query: { recommend: { positive: [1, [0.5, 1]], negative: [2], strategy: 'best_score' } },
  using: 'dense',
  filter,
  limit: 2,
  params: { exact: true },
  with_payload: { include: ['a'] },
};

/** A valid body for every operation with a body. */
const bodies: Readonly<Record<string, object>> = {
  upsert: { points: [point] },
  delete: selection,
  updateVectors: { points: [{ id: 1, vector }], update_filter: filter },
  deleteVectors: { ...selection, vector: ['sparse'] },
  setPayload: { ...selection, payload: { a: 2, deep: { n: [1, null] } }, key: 'deep' },
  overwritePayload: { ...selection, payload: { a: 2 } },
  deletePayload: { ...selection, keys: ['b'] },
  clearPayload: selection,
  batchUpdate: {
    operations: [
      { upsert: { batch: { ids: [1], vectors: { dense: [[1, 2]] }, payloads: [{ a: 3 }] } } },
      { delete: selection },
      { set_payload: { points: [2], payload: { c: 1 } } },
      { delete_vectors: { points: [2], vector: ['multi'] } },
    ],
  },
  retrieve: { ids: [1, 2], with_payload: ['a'], with_vector: true },
  scroll: { filter, limit: 2, with_payload: true, timeout: 9, consistency: 'all' },
  count: { filter, exact: true },
  facet: { key: 'b', filter, limit: 3 },
  query,
  queryBatch: { searches: [query, { query: { order_by: { key: 'a', direction: 'desc' } } }] },
  queryGroups: { ...query, group_by: 'b', group_size: 2 },
  searchMatrixPairs: { filter, sample: 5, limit: 2, using: 'dense' },
  createPayloadIndex: { field_name: 'a', field_schema: { type: 'integer', lookup: true, range: true } },
  updateCollection: { optimizers_config: { deleted_threshold: 0.3 } },
};

/** A real server can show the effect of `wait`, so that field is not changed there. In memory every write is applied immediately. */
const isPlace = (path: Path) => realServer === undefined || path.at(-1) !== 'wait';

function placesIn(node: unknown): Path[] {
  if (typeof node !== 'object' || node === null) return [];
  const keys = Array.isArray(node) ? node.keys() : Object.keys(node);
  return [...keys].flatMap((key: string | number) => [
    [key],
    ...placesIn(Reflect.get(node, key)).map((path) => [key, ...path]),
  ]);
}

/** Values that JSON changes, drops or refuses. */
class Instance {
  readonly must = [{ has_id: [2] }];
}
const cycle: Record<string, unknown> = { must: [] };
cycle['must'] = [cycle];
const inherits = (prototype: object) => Object.create(prototype) as object;
const strange = fc.constantFrom<unknown>(
  undefined, NaN, Infinity, -Infinity, 2n ** 70n, 5n, -1n, Symbol('s'), () => 1, new Map(), new Set([1]), new Map([['must', []]]), new Date(NaN), new Instance(), cycle,
  '\ud800', { '\udc00': 1 }, [undefined], Array(2), [1, NaN], [[NaN]], { lt: NaN }, { value: undefined }, { must: undefined }, { has_id: undefined }, { key: undefined },
  { filter: undefined }, { points: undefined }, new Float32Array([1, 2]), new Float32Array([NaN]), new Uint32Array([1, 3]), new Float64Array([1]), new Uint8Array(2), new ArrayBuffer(2),
  Object.create(Object.assign(inherits(Object.prototype), { must: [] })), inherits(Object.assign(Object.create(null) as object, { must: [{ has_id: [1] }] })),
  Object.defineProperty({}, 'must', { value: [{ has_id: [1] }] }), { [Symbol('must')]: 1 }, new Proxy(new Map(), {}), new Proxy([NaN], {}), Object.assign([1, 2], { toJSON: () => ({}) }),
  new Number(5), new String('a'), /x/, new Error('e'), Promise.resolve(1), new WeakMap(), Buffer.from('a'), new DataView(new ArrayBuffer(1)),
); // prettier-ignore
/** Values that JSON supports. */
const plain = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    -0, null, {}, [], [null], new Date(0), [new Date(1)], Object.freeze({ a: [-0] }), Object.assign(Object.create(null) as object, { a: 1 }), 2 ** 53, 1e300, 5e-324,
    new Proxy({ must: [] }, {}), new Proxy([1, 2], {}), { get lt() { return 3; } }, JSON.parse('{"__proto__":{"a":1}}'), '𝒜', '\u0000', { $ref: 1 },
  ), // prettier-ignore
);
/** Excludes bigints on Node.js 20, which cannot send them. */
const anything = fc.anything({
  withBigInt: 'rawJSON' in JSON, withBoxedValues: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, withSet: true, withSparseArray: true,
  withTypedArray: true, withUnicodeString: true,
}); // prettier-ignore
const value = fc.oneof(
  strange.map((one) => ({ one, isStrange: true })),
  plain.map((one) => ({ one, isStrange: false })),
  anything.map((one) => ({ one, isStrange: false })),
);

const call = fc.constantFrom(...Object.keys(bodies)).chain((method) =>
  fc.record({
    method: fc.constant(method),
    path: fc.constantFrom(...placesIn(bodies[method]).filter(isPlace)),
    value,
  }),
);

/** Returns the body with another value at one path. Copies the objects along that path. */
function withValue(node: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy: object = Array.isArray(node) ? [...(node as unknown[])] : { ...(node as object) };
  const own = withValue(Reflect.get(copy, key), rest, replacement);
  return Object.defineProperty(copy, key, { value: own, enumerable: true, configurable: true, writable: true });
}

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server[Symbol.asyncDispose]());

async function fill(client: QdrantClient): Promise<void> {
  await client.recreateCollection('c', {
    vectors: {
      dense: { size: 2, distance: 'Dot' },
      multi: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
    },
    sparse_vectors: { sparse: {} },
  });
  // For `order_by` and `facet`.
  await client.createPayloadIndex('c', { field_name: 'a', field_schema: 'integer' });
  await client.createPayloadIndex('c', { field_name: 'b', field_schema: 'keyword' });
  await client.upsert('c', { points: [point, { ...point, id: 2 }, { ...point, id: 3, payload: { a: 9, b: 'y' } }] });
}

const kept = (client: QdrantClient) => client.scroll('c', { limit: 99, with_payload: true, with_vector: true });

/** Returns an outcome as JSON keeps it, without messages. JSON loses only the sign of zero. */
function factsOf(outcome: unknown): unknown {
  const text = JSON.stringify(outcome, (key, part: unknown) => {
    if (key === 'message') return undefined;
    return typeof part === 'bigint' ? `${part}n` : part;
  });
  return JSON.parse(text);
}

/** The floats of a real server may differ in the last digit. */
function requireNear(found: unknown, expected: unknown): void {
  expect(differenceOf(factsOf(found), factsOf(expected), { limit: 0, isCutInFront: true })).toBeUndefined();
}

/**
 * Checks a real server against memory, which refuses more. A body that memory accepts must be accepted with the same result, a body that the client
 * refuses must be refused, and no call may fail in another way.
 */
function requireAgreement(here: Outcome, there: Outcome): void {
  if ('answer' in here) {
    expect(there).toHaveProperty('answer');
    requireNear(there, here);
  } else if (here['code'] === 'INVALID_ARGUMENT') {
    expect(factsOf(there)).toEqual(factsOf(here));
  } else if (!('answer' in there)) {
    expect([400, 404, 409, 422]).toContain(there['status']);
    expect(there).toMatchObject({ code: here['code'], operation: here['operation'], isRetryable: false });
  }
}

describe('each body', () => {
  it.each(Object.entries(bodies))('the body of %s is accepted unchanged', async (method, body) => {
    await using memory = new QdrantClient(':memory:');
    await fill(memory);
    expect(await outcomeOf(memory, method, ['c', body])).toHaveProperty('answer');
  });
});

describe('any value in any field of any body', () => {
  it('has the same outcome in memory and on a server, and deletes no point outside the filter', async () => {
    await using memory = new QdrantClient(':memory:');
    await using remote = new QdrantClient({ url: server.url, retry: { maxRetries: 0 } });
    let before: unknown;
    await fc.assert(
      fc.asyncProperty(call, async ({ method, path, value: { one, isStrange } }) => {
        if (before === undefined) {
          await Promise.all([fill(memory), fill(remote)]);
          before = await kept(memory);
        }
        const untouched = before;
        before = undefined;
        const body = withValue(bodies[method], path, one);
        const here = await outcomeOf(memory, method, ['c', body]);
        const there = await outcomeOf(remote, method, ['c', body]);
        const [left, right] = await Promise.all([kept(memory), kept(remote)]);
        if (realServer === undefined) expect(factsOf(there)).toEqual(factsOf(here));
        else requireAgreement(here, there);
        // A real server may have written a part of a body that it refuses.
        const isCompared = realServer === undefined || ('answer' in here && 'answer' in there);
        if (realServer === undefined) expect(factsOf(right)).toEqual(factsOf(left));
        else if (isCompared) requireNear(right, left);
        for (const { points } of isStrange ? [left, right] : []) {
          expect(points.map(({ id }) => id)).toEqual(expect.arrayContaining([2, 3]));
        }
        if (isCompared && isDeepStrictEqual(left, untouched)) before = untouched;
      }),
      { numRuns: realServer === undefined ? 1500 : 300 },
    );
  }, 600_000);
});
