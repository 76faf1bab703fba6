import { QdrantLocal } from '@x/qdrant-local';
import { type QdrantServer, serve } from '@x/qdrant-local/server';
import { exactPair, operations as officialOperations } from '@x/qdrant-types';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QdrantClient } from './index.ts';
import { decodeResponse } from './wire/decode-response.ts';
import { type OperationName, operations, placesIn } from './wire/operations.ts';

const official = new Map(officialOperations.map((operation) => [operation.name, operation]));
const named = (Object.keys(operations) as OperationName[]).map((name) => ({
  name,
  places: placesIn(name),
  official: official.get(operations[name].method),
}));

let received: unknown;
let server: QdrantServer;
let client: QdrantClient;

/** Creates an engine that returns an empty result and records the body that the server parsed. */
function createRecordingEngine(): QdrantLocal {
  return new Proxy(new QdrantLocal(), {
    get: () => async (_collection: string, body: unknown) => {
      received = body;
      return {};
    },
  });
}

beforeAll(async () => {
  server = await serve({ port: 0, database: createRecordingEngine() });
  client = new QdrantClient({ url: server.url, retry: { maxRetries: 0 } }, { cloudInference: true });
});
afterAll(() => server.close());

function hasBigint(node: unknown): boolean {
  if (typeof node === 'bigint') return true;
  return typeof node === 'object' && node !== null && Object.values(node).some(hasBigint);
}

describe('the operations', () => {
  it("are operations of Qdrant's API", () => {
    expect(named.filter((operation) => operation.official === undefined)).toEqual([]);
  });
});

describe('any body with numbers above 2^53', () => {
  // The embedded engine is not a cluster, so its server does not read that body.
  const served = named.filter(({ name, places }) => places.body !== undefined && name !== 'updateCollectionCluster');

  it.each(served)('the body of $name arrives with exact ids and rounded numbers, or is rejected', async (operation) => {
    const run = Reflect.get(client, operation.name) as (...args: readonly unknown[]) => Promise<unknown>;
    // Excludes a null offset, which this client does not send.
    const bodies = exactPair(operation.official!.body!).filter(({ digits }) => Reflect.get(digits!, 'offset') !== null);
    await fc.assert(
      fc.asyncProperty(bodies, async ({ expected }) => {
        const call = run.call(client, 'c', expected);
        if (hasBigint(expected) && !('rawJSON' in JSON)) {
          await expect(call).rejects.toThrow(/must be below 2\^53 on this version of Node.js/);
        } else {
          await call;
          expect(received).toMatchObject(expected as object);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('any response with numbers above 2^53', () => {
  const answered = named.filter((operation) => operation.official?.answer !== undefined);

  it.each(answered)('a result of $name has exact ids and rounded numbers', ({ name, places, official: operation }) => {
    fc.assert(
      fc.property(exactPair(operation!.answer!), ({ digits, expected }) => {
        expect(decodeResponse(digits, places.answer, { operation: name })).toEqual(expected);
      }),
    );
  });
});
