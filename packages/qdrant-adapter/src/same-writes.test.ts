import { differenceOf } from '@x/qdrant-types';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './__tests__/disagreement.ts';
import { type Outcome, outcomeOf } from './__tests__/outcome-of.ts';
import { realServer } from './__tests__/real-server.ts';
import { type ServerProcess, startServerProcess } from './__tests__/server-process.ts';
import { QdrantClient } from './index.ts';

type Call = readonly [method: string, body: Readonly<Record<string, unknown>>];

const id = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('00000000-0000-4000-8000-000000000001', -1) },
);
const ids = fc.array(id, { minLength: 1, maxLength: 3 });
const component = fc.constantFrom(0.1, -1, 3.3333333333333335, 7);
const vector = fc.record(
  {
    dense: fc.oneof(
      { weight: 12, arbitrary: fc.array(component, { minLength: 2, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(component, { maxLength: 3 }) },
    ),
    sparse: fc.uniqueArray(fc.nat(9), { maxLength: 3 }).map((indices) => ({ indices, values: indices.map(() => 0.1) })),
  },
  { requiredKeys: [] },
);
const field = fc.constantFrom('a', 'b', 'a.c', 'list[]');
const payload = fc.record(
  {
    a: fc.oneof(fc.nat(3), fc.record({ c: fc.boolean() })),
    b: fc.constantFrom(null, 'text', 0.1),
    list: fc.array(fc.nat(2)),
  },
  { requiredKeys: [] },
);
const selected = fc.oneof(
  ids.map((points) => ({ points })),
  fc.nat(3).map((value) => ({ filter: { must: [{ key: 'a', match: { value } }] } })),
);
const upsert = fc.array(fc.record({ id, vector, payload }), { maxLength: 3 }).map((points) => ({ points }));
const updateVectors = fc.array(fc.record({ id, vector }), { minLength: 1, maxLength: 2 }).map((points) => ({ points }));
const setPayload = fc.tuple(selected, payload, fc.option(field)).map(([which, what, key]) => ({
  ...which,
  payload: what,
  ...(key !== null && { key }),
}));
const deletePayload = fc
  .tuple(selected, fc.array(field, { maxLength: 2 }))
  .map(([which, keys]) => ({ ...which, keys }));
const deleteVectors = selected.map((which) => ({ ...which, vector: ['sparse'] }));

/** Every write, with its name as an operation of a batch. */
const writes: Readonly<Record<string, readonly [step: string, body: fc.Arbitrary<Readonly<Record<string, unknown>>>]>> =
  {
    upsert: ['upsert', upsert],
    delete: ['delete', selected],
    setPayload: ['set_payload', setPayload],
    overwritePayload: ['overwrite_payload', setPayload],
    deletePayload: ['delete_payload', deletePayload],
    clearPayload: ['clear_payload', selected],
    updateVectors: ['update_vectors', updateVectors],
    deleteVectors: ['delete_vectors', deleteVectors],
  };
const steps = Object.values(writes).map(([step, body]) => body.map((one) => ({ [step]: one })));
const call: fc.Arbitrary<Call> = fc.oneof(
  ...Object.entries(writes).map(([method, [, body]]) => body.map((one): Call => [method, one])),
  fc.array(fc.oneof(...steps), { maxLength: 3 }).map((operations): Call => ['batchUpdate', { operations }]),
);

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The result of a sequence of calls. */
interface Run {
  readonly outcomes: readonly Outcome[];
  /** The points after the last call. */
  readonly points?: unknown;
}

/** Runs a sequence of calls. Against a real server it ends at the first rejection, which may have written a part of its body. */
async function run(client: QdrantClient, calls: readonly Call[]): Promise<Run> {
  const vectors = { dense: { size: 2, distance: 'Cosine' } } as const;
  await client.recreateCollection('c', { vectors, sparse_vectors: { sparse: {} } });
  const points = [1, 2, 3].map((one) => ({ id: one, vector: { dense: [one, 1] }, payload: { a: one, list: [one] } }));
  await client.upsert('c', { points });
  const outcomes = [];
  for (const [method, body] of calls) {
    const outcome = await outcomeOf(client, method, ['c', body]);
    outcomes.push(outcome);
    if (realServer !== undefined && !('answer' in outcome)) return { outcomes };
  }
  return { outcomes, points: (await client.scroll('c', { limit: 99, with_vector: true })).points };
}

/** Compares two runs. A real server numbers its operations differently, and its floats may differ in the last digit. */
function requireSame(here: Run, there: Run): void {
  if (realServer === undefined) return expect(there).toEqual(here);
  const compared = ({ outcomes, points }: Run) => ({
    outcomes: outcomes.map((outcome) => ('answer' in outcome ? outcome : refusalOf(outcome, true))),
    points,
  });
  expect(differenceOf(compared(there), compared(here), { limit: Infinity, isCutInFront: false })).toBeUndefined();
}

describe('any sequence of writes', () => {
  it('has the same results and leaves the same points in memory and on a server', async () => {
    await using memory = new QdrantClient(':memory:');
    await using remote = new QdrantClient({ url: server.url, retry: { maxRetries: 0 } });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 6 }), async (calls) => {
        const [here, there] = await Promise.all([run(memory, calls), run(remote, calls)]);
        requireSame(here, there);
      }),
      { numRuns: 60 },
    );
  }, 600_000);
});
