import type { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import { gatherMethods, InvalidArgumentError, type OptionKinds, requireOptions, requireText } from '@x/core';
import { MethodGroup } from './api/method-group.ts';
import { ClusterMethods } from './api/cluster-methods.ts';
import { CollectionMethods } from './api/collection-methods.ts';
import { MigrationMethods } from './api/migration-methods.ts';
import { PayloadMethods } from './api/payload-methods.ts';
import { PointMethods } from './api/point-methods.ts';
import { QueryMethods } from './api/query-methods.ts';
import { SchemaMethods } from './api/schema-methods.ts';
import { ScrollMethods } from './api/scroll-methods.ts';
import { SnapshotMethods } from './api/snapshot-methods.ts';
import { openBackend, type QdrantLocation } from './backend/open-backend.ts';
import type { ServerEndpoint } from './backend/qdrant-backend.ts';
import { createEmbedderRegistry, type EmbedderRegistry } from './inference/embedder-registry.ts';
import type { EmbedderResolver, ModelEmbedder } from './inference/model-embedder.ts';
import { RequestRunner } from './requests/request-runner.ts';
import type { CollectionTypes } from './types/collections.ts';

/** Options of {@link QdrantClient}, the same for every location. */
export interface QdrantClientOptions {
  /**
   * Embed `Document(...)` and `Image(...)` objects. Either dense, sparse and late-interaction embedders, found by their `modelName`, or a function that
   * loads them by name. The client does not dispose them. @default []
   */
  readonly embedders?: readonly ModelEmbedder[] | EmbedderResolver;
  /** Whether to send inference objects to the server unchanged, for models that the server runs. @default false */
  readonly cloudInference?: boolean;
}

const optionKinds: OptionKinds<QdrantClientOptions> = { embedders: ['list', 'function'], cloudInference: 'boolean' };

/**
 * One Qdrant client for memory, a folder, a server and a cluster, with the same calls, results and errors everywhere.
 *
 * Methods and bodies are those of the official JavaScript client. A last argument takes the signal of a call. Writes wait until reads can see
 * them. Inference objects may replace any vector. A type argument describes the collections, and the compiler then checks the names of
 * vectors and payload fields.
 * vectors and payload fields.
 *
 * @example
 * await using client = new QdrantClient<{ ships: { payload: { name: string }; vectors: 2 } }>(':memory:');
 * await client.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
 * await client.upsert('ships', { points: [{ id: 1, vector: [1, 0], payload: { name: 'Argo' } }] });
 * const { points } = await client.queryPoints('ships', { query: [1, 0] });
 * points[0]?.payload?.name; // => 'Argo'
 */
// oxlint-disable-next-line no-unused-vars -- the interface uses the type argument, and both must have it
export class QdrantClient<Collections extends CollectionTypes = CollectionTypes>
  extends MethodGroup
  implements AsyncDisposable
{
  static {
    gatherMethods(this, [
      CollectionMethods,
      SchemaMethods,
      PointMethods,
      PayloadMethods,
      ScrollMethods,
      QueryMethods,
      SnapshotMethods,
      ClusterMethods,
      MigrationMethods,
    ]);
  }

  readonly #registry: EmbedderRegistry;

  /**
   * Opens a location. It does not contact a server or touch a folder before the first call.
   *
   * @throws {InvalidArgumentError} when `location` does not name exactly one location, or does not support an option.
   */
  constructor(location: QdrantLocation, options: QdrantClientOptions = {}) {
    const { embedders = [], cloudInference = false } = requireOptions(options, optionKinds);
    const registry = createEmbedderRegistry(embedders);
    const isEmbedded =
      location === ':memory:' || (typeof location === 'object' && location !== null && !('url' in location));
    if (cloudInference && isEmbedded) {
      const expected = 'false without a server';
      const advice = 'Pass embedders instead, or use the { url } of a server that runs models.';
      throw new InvalidArgumentError({ parameter: 'cloudInference', value: cloudInference, expected, advice });
    }
    super(new RequestRunner(openBackend(location), { registry, isServerSide: cloudInference }));
    this.#registry = registry;
  }

  /** The official client of a server, for operations that this class does not wrap. Undefined in memory and in a folder. */
  get remote(): OfficialClient | undefined {
    return this.runner.backend.remote;
  }

  /** Host and port of the server. Undefined in memory and in a folder. */
  get endpoint(): ServerEndpoint | undefined {
    return this.runner.backend.endpoint;
  }

  /**
   * Returns the number of components of a model's vectors, without running the model.
   *
   * @throws {UnknownModelError} when the client has no embedder for the model.
   * @throws {InvalidArgumentError} when its vectors are sparse, when it is not loaded yet, or when the client has no embedders.
   */
  getEmbeddingSize(model: string): number {
    this.runner.calls.requireOpen();
    const embedder = this.#registry.peek({ model: requireText(model, 'model') });
    if (embedder?.dimension !== undefined) return embedder.dimension;
    const facts =
      embedder === undefined
        ? { expected: 'a model that is already loaded', advice: 'Await its loading, and pass it in embedders.' }
        : {
            expected: 'a model of dense vectors',
            advice: 'Sparse vectors have no fixed size, and createCollection needs none.',
          };
    throw new InvalidArgumentError({ parameter: 'model', value: model, ...facts });
  }

  /**
   * Closes the client after the calls in progress have ended, with all their requests. The long upload of a list makes it wait; abort the upload by its
   * signal. The upload of a stream ends after its batch. A second call waits for the same end. Every other method then throws {@link DisposedError}.
   * Embedders stay loaded.
   *
   * An embedder or a listener that a call uses does not wait here, because the call waits for it. The client closes when the call ends.
   */
  close(): Promise<void> {
    return this.runner.calls.close();
  }

  /** The same as {@link QdrantClient.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** The groups of methods that {@link QdrantClient} gathers. */
export interface QdrantClient<Collections extends CollectionTypes = CollectionTypes>
  extends
    CollectionMethods<Collections>,
    SchemaMethods<Collections>,
    PointMethods<Collections>,
    PayloadMethods<Collections>,
    ScrollMethods<Collections>,
    QueryMethods<Collections>,
    SnapshotMethods<Collections>,
    ClusterMethods<Collections>,
    MigrationMethods {}
