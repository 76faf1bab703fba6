import { DisposedError, InvalidArgumentError, type ProgressListener, requireText } from '@x/core';
import type { OperationName, OperationResults, QdrantBackend } from '../backend/qdrant-backend.ts';
import type { InferenceInput } from '../inference/inference-objects.ts';
import type { PointStruct } from '../types/points.ts';
import { checkRequest, type Inference, prepareRequest } from './prepare-request.ts';
import type { BodyKind } from './walk-request.ts';

/** One call, as it comes from the user. */
export interface Request {
  readonly collection?: string;
  readonly body?: object;
  /** What the body may hold in the way of vectors, inference objects and ids. */
  readonly kind?: BodyKind;
  readonly signal?: AbortSignal | undefined;
}

/** Takes every call of a client the same way: still open, checked, embedded, sent. */
export class RequestRunner {
  readonly backend: QdrantBackend;
  readonly #inference: Inference;
  #closing: Promise<void> | undefined;

  constructor(backend: QdrantBackend, inference: Inference) {
    this.backend = backend;
    this.#inference = inference;
  }

  /** Checks, embeds and sends a request. */
  async run<Name extends OperationName>(
    operation: Name,
    { collection, body, kind, signal }: Request,
  ): Promise<OperationResults[Name]> {
    this.requireOpen();
    signal?.throwIfAborted();
    if (collection !== undefined) requireCollectionName(collection);
    if (body !== undefined) requireBody(body);
    const ready =
      body === undefined || kind === undefined
        ? { ...body }
        : await prepareRequest(body, kind, { inference: this.#inference, signal });
    return this.send(operation, { ...(collection === undefined ? {} : { collection }), body: ready, signal });
  }

  /** Checks points of an upload, embedding nothing; `firstPoint` numbers them in errors. */
  checkPoints(points: readonly PointStruct[], firstPoint: number): void {
    checkRequest({ points }, 'upsertBody', { inference: this.#inference, firstPoint });
  }

  /** Components of the vectors that this client makes of an inference object; undefined when the server makes them. */
  dimensionOf({ model }: InferenceInput): number | undefined {
    return this.#inference.isServerSide ? undefined : this.#inference.registry.get(model).dimension;
  }

  /** Checks and embeds a part of an upload; `firstPoint` numbers its points in errors. */
  async preparePoints(
    points: readonly PointStruct[],
    options: {
      readonly firstPoint: number;
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ProgressListener | undefined;
    },
  ): Promise<readonly unknown[]> {
    const { points: ready } = await prepareRequest({ points }, 'upsertBody', {
      inference: this.#inference,
      ...options,
    });
    return ready as readonly unknown[];
  }

  /** Sends a request that is already checked. */
  async send<Name extends OperationName>(
    operation: Name,
    { collection, body, signal }: Omit<Request, 'kind'>,
  ): Promise<OperationResults[Name]> {
    this.requireOpen();
    return this.backend.call(operation, {
      ...(collection === undefined ? {} : { collection }),
      ...(body === undefined ? {} : { body: { ...body } }),
      signal,
    });
  }

  /** @throws {DisposedError} once the client was closed. */
  requireOpen(): void {
    if (this.#closing !== undefined) throw new DisposedError({ resource: 'The QdrantClient' });
  }

  close(): Promise<void> {
    this.#closing ??= this.backend.close();
    return this.#closing;
  }
}

/**
 * Checks a collection's name.
 *
 * @throws {InvalidArgumentError} when it is empty, or a step in a path, which a URL would take for another request.
 */
export function requireCollectionName(collection: string): string {
  if (requireText(collection, 'collection') !== '' && collection !== '.' && collection !== '..') return collection;
  throw new InvalidArgumentError({ parameter: 'collection', value: collection, expected: 'the name of a collection' });
}

function requireBody(body: unknown): void {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return;
  throw new InvalidArgumentError({ parameter: 'body', value: body, expected: 'an object' });
}
