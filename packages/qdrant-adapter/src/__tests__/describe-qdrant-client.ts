import { describe } from 'vitest';
import { describeCollections } from './conformance/collections.ts';
import { describeEmbeddedEngine } from './conformance/embedded-engine.ts';
import { describeInference } from './conformance/inference.ts';
import { describeLifetime } from './conformance/lifetime.ts';
import { describePayloads } from './conformance/payloads.ts';
import { describePoints } from './conformance/points.ts';
import { describeQueries } from './conformance/queries.ts';
import { describeRefusals } from './conformance/refusals.ts';
import { describeSchemas } from './conformance/schemas.ts';
import { describeUniversalQueries } from './conformance/universal-queries.ts';
import { describeUploads } from './conformance/uploads.ts';
import { describeVectorKinds } from './conformance/vector-kinds.ts';
import { describeVectorStore } from './conformance/vector-store.ts';
import type { CreateClient } from './conformance/with-client.ts';

/**
 * Tests what every QdrantClient must do, regardless of its location: the same calls, results, orders and errors.
 *
 * `createClient` returns a client with an empty database for each test, and disposing its result cleans up. For a real server, the tests of what only
 * the embedded engine guarantees are omitted.
 */
export function describeQdrantClient(
  name: string,
  createClient: CreateClient,
  { isRealServer = false }: { readonly isRealServer?: boolean } = {},
): void {
  describe(`QdrantClient, ${name}`, () => {
    describeCollections(createClient);
    describePoints(createClient);
    describeQueries(createClient);
    describeVectorKinds(createClient);
    describePayloads(createClient);
    describeSchemas(createClient);
    describeUniversalQueries(createClient);
    describeInference(createClient);
    describeUploads(createClient);
    describeRefusals(createClient);
    describeVectorStore(createClient);
    describeLifetime(createClient);
    if (!isRealServer) describeEmbeddedEngine(createClient);
  });
}

export type { CreateClient };
