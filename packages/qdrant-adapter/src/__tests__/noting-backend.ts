import { VectorStoreError } from '@x/core';
import type { QdrantBackend } from '../backend/qdrant-backend.ts';
import { createEmbedderRegistry } from '../inference/embedder-registry.ts';
import type { ModelEmbedder } from '../inference/model-embedder.ts';
import { RequestRunner } from '../requests/request-runner.ts';
import type { PointStruct } from '../types/points.ts';

/** Options of {@link createNotingRunner}. */
export interface NotingOptions {
  readonly isAtomic?: boolean;
  /** The index of the write that fails. @default none */
  readonly failAt?: number;
  /** Vectors of the collection, as in the response of `getCollection`. */
  readonly vectors?: object;
  readonly embedders?: readonly ModelEmbedder[];
  /** Whether the server embeds. @default false */
  readonly isServerSide?: boolean;
}

/** Creates a runner whose backend records the ids of each write and fails at one write. */
export function createNotingRunner({
  isAtomic = false,
  failAt = Infinity,
  vectors = { size: 2 },
  embedders = [],
  isServerSide = false,
}: NotingOptions = {}): { batches: number[][]; failure: VectorStoreError; runner: RequestRunner } {
  const batches: number[][] = [];
  const failure = new VectorStoreError({
    message: 'disk is full',
    operation: 'upsert',
    status: 503,
    retryAfterMs: 2000,
    isRetryable: true,
  });
  const backend: QdrantBackend = {
    remote: undefined,
    isAtomic,
    async call(operation, { body, signal }) {
      signal?.throwIfAborted();
      if (operation === 'getCollection') return { config: { params: { vectors } } };
      if (batches.length === failAt) throw failure;
      batches.push((body!['points'] as PointStruct[]).map(({ id }) => Number(id)));
      return { status: 'completed' };
    },
    close: async () => {},
  };
  const runner = new RequestRunner(backend, { registry: createEmbedderRegistry(embedders), isServerSide });
  return { batches, failure, runner };
}
