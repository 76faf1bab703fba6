import type { QdrantClient, QdrantClientOptions } from '../../index.ts';
import { realServer } from '../real-server.ts';

/** A client with an empty database. Disposing closes the client and removes the database. */
export interface ClientUnderTest extends AsyncDisposable {
  readonly client: QdrantClient;
}

export type CreateClient = (options?: QdrantClientOptions) => Promise<ClientUnderTest>;

/** Creates a client with a collection `ships` of points 1, 2, 3 at (1,0), (0,1), (3,4) and payloads `{ name, rank }`. */
export async function createShips(
  createClient: CreateClient,
  distance: 'Cosine' | 'Dot' | 'Euclid' | 'Manhattan' = 'Dot',
) {
  const underTest = await createClient();
  const { client } = underTest;
  await client.createCollection('ships', { vectors: { size: 2, distance } });
  await client.upsert('ships', {
    points: [
      { id: 1, vector: [1, 0], payload: { name: 'Argo', rank: 10 } },
      { id: 2, vector: [0, 1], payload: { name: 'Beagle', rank: 20 } },
      { id: 3, vector: [3, 4], payload: { name: 'Cutty Sark', rank: 30 } },
    ],
  });
  return { client, [Symbol.asyncDispose]: () => underTest[Symbol.asyncDispose]() };
}

/** Returns whether the backend supports a minor version of Qdrant 1. The embedded engine does; a running server must have that version. */
export async function knowsVersion(minor: number, client: QdrantClient): Promise<boolean> {
  return realServer === undefined || Number((await client.versionInfo()).version.split('.')[1]) >= minor;
}

/** Returns the facts of an error that all backends must agree on. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const error = (await call.then(
    () => new Error('expected a rejection'),
    (reason: unknown) => reason,
  )) as Error & Record<string, unknown>;
  return { code: error['code'], status: error['status'], operation: error['operation'], message: error.message };
}
