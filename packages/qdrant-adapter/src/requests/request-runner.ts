import {
  DisposedError,
  InvalidArgumentError,
  type OptionKinds,
  type ProgressListener,
  requireKind,
  requireOptions,
  requireText,
} from '@x/core';
import type { InferenceInput } from '@x/qdrant-local/wire';
import type { BackendCall, QdrantBackend } from '../backend/qdrant-backend.ts';
import { type OperationName, placesIn } from '../wire/operations.ts';
import type { PointStruct } from '../types/points.ts';
import { BulkModes } from '../backend/bulk-modes.ts';
import { requireBody, withDefaults } from './plain-copy.ts';
import { checkRequest, type Inference, prepareRequest } from './prepare-request.ts';

/** The kind of what every call takes beside its body. */
export const callOptionKinds: OptionKinds<{ readonly signal?: AbortSignal | undefined }> = { signal: 'signal' };

/** One call, as it comes from the user. */
export interface Request {
  readonly collection?: string;
  /** Further parts of the path, by their names in Qdrant's API. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  /** Fields of the body where it has none of its own, or undefined ones. */
  readonly defaults?: object;
  readonly signal?: AbortSignal | undefined;
  /** Options as the user gave them, unchecked; they have the signal. */
  readonly options?: { readonly signal?: AbortSignal | undefined } | undefined;
  /** The same, of calls whose body is the rest of them. */
  readonly parameters?: { readonly signal?: AbortSignal | undefined };
}

/** Takes every call of a client the same way: still open, checked, embedded, sent. */
export class RequestRunner {
  readonly backend: QdrantBackend;
  readonly bulkModes: BulkModes;
  readonly #inference: Inference;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(backend: QdrantBackend, inference: Inference) {
    this.backend = backend;
    this.bulkModes = new BulkModes(backend);
    this.#inference = inference;
  }

  /** Checks, embeds and sends a request; the answer is Qdrant's `result`, whose type the caller knows. */
  async run<Answer>(operation: OperationName, request: Request): Promise<Answer> {
    this.requireOpen();
    const { body, defaults, ...where } = withCheckedOptions(request);
    const { collection, path = {}, signal } = where;
    signal?.throwIfAborted();
    if (collection !== undefined) requireCollectionName(collection);
    for (const [name, value] of Object.entries(path)) requirePathPart(value, name);
    if (body === undefined && defaults === undefined) return this.send(operation, where);
    const filled = defaults === undefined ? body : withDefaults(body, defaults);
    return this.send(operation, { ...where, body: await this.prepare(operation, filled, signal) });
  }

  /** A checked copy of a body, as {@link RequestRunner.run} sends it. */
  async prepare(operation: OperationName, body: unknown, signal?: AbortSignal): Promise<Record<string, unknown>> {
    requireBody(body);
    return prepareRequest(body, placesIn(operation).body, { inference: this.#inference, signal });
  }

  /** A checked copy of the points of an upload, whose models are found, and nothing embedded; `firstPoint` numbers the points in errors. */
  async checkPoints(
    points: readonly PointStruct[],
    options: { readonly firstPoint: number; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly unknown[]> {
    const { checked } = await checkRequest({ points }, 'upsertBody', { inference: this.#inference, ...options });
    return checked['points'] as readonly unknown[];
  }

  /** Components of the vectors that this client makes of an inference object; undefined for sparse ones, and when the server makes them. */
  dimensionOf(input: InferenceInput): number | undefined {
    return this.#inference.isServerSide ? undefined : this.#inference.registry.peek(input)?.dimension;
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
  async send<Answer>(operation: OperationName, { body, ...where }: Request): Promise<Answer> {
    this.requireOpen();
    const call: BackendCall = body === undefined ? where : { ...where, body: { ...body } };
    const sending = this.backend.call(operation, call);
    this.#underWay.add(sending);
    try {
      return (await sending) as Answer;
    } finally {
      this.#underWay.delete(sending);
    }
  }

  /** @throws {DisposedError} once the client was closed. */
  requireOpen(): void {
    if (this.#closing !== undefined) throw new DisposedError({ resource: 'The QdrantClient' });
  }

  /** Refuses further calls, waits for the requests that were sent, ends bulk modes, and closes the backend. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#underWay)
      .then(() => this.bulkModes.end())
      .finally(() => this.backend.close());
    return this.#closing;
  }
}

/** The request with the signal, and the body, of its options. */
function withCheckedOptions({ options, parameters, ...request }: Request): Omit<Request, 'options' | 'parameters'> {
  if (options !== undefined) {
    const { signal } = requireOptions(options, callOptionKinds);
    return { ...request, signal };
  }
  if (parameters === undefined) return request;
  const { signal, ...body } = requireParameters(parameters);
  const isEmpty = Object.keys(body).length === 0 && request.defaults === undefined;
  return isEmpty ? { ...request, signal } : { ...request, body, signal };
}

/** Checks options that go to the server as they are, save the signal: it may know names that this client does not. */
export function requireParameters<Parameters extends { readonly signal?: AbortSignal | undefined }>(
  parameters: Parameters,
): Parameters {
  const { signal } = requireKind(parameters, 'object', 'options');
  if (signal !== undefined) requireKind(signal, 'signal', 'signal');
  return parameters;
}

/**
 * Checks a collection's name.
 *
 * @throws {InvalidArgumentError} when it is empty, or a step in a path, which a URL would take for another request.
 */
export function requireCollectionName(collection: string): string {
  return requirePathName(collection, 'collection', 'the name of a collection');
}

/** A part of the path may be a number, as a shard's id is. */
function requirePathPart(value: string | number, parameter: string): void {
  if (!Number.isSafeInteger(value)) requirePathName(value as string, parameter, 'a name');
}

function requirePathName(value: string, parameter: string, expected: string): string {
  // Half a surrogate pair cannot be written into a URL.
  if (requireText(value, parameter) !== '' && !/^\.{1,2}$|\p{Surrogate}/u.test(value)) return value;
  throw new InvalidArgumentError({ parameter, value, expected });
}
