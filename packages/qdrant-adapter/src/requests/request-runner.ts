import {
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
import { checkRequest, type Inference, prepareRequest } from './prepare-request.ts';
import { requireBody, withDefaults } from './require-body.ts';
import { RunningCalls } from './running-calls.ts';

/** The kinds of the options that every call accepts. */
export const callOptionKinds: OptionKinds<{ readonly signal?: AbortSignal | undefined }> = { signal: 'signal' };

/** One call, as given by the user. */
export interface Request {
  readonly collection?: string;
  /** Other path parameters, by their names in Qdrant's API. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  /** Defaults for absent and undefined fields of the body. */
  readonly defaults?: object;
  readonly signal?: AbortSignal | undefined;
  /** Unchecked options of the user, which contain the signal. */
  readonly options?: { readonly signal?: AbortSignal | undefined } | undefined;
  /** Like `options`, for calls whose other options are the body. */
  readonly parameters?: { readonly signal?: AbortSignal | undefined };
}

/** Runs every call of a client in the same steps: checks that the client is open, checks the request, embeds and sends it. */
export class RequestRunner {
  readonly backend: QdrantBackend;
  readonly bulkModes: BulkModes;
  readonly calls: RunningCalls;
  readonly #inference: Inference;

  constructor(backend: QdrantBackend, inference: Inference) {
    this.backend = backend;
    this.bulkModes = new BulkModes(backend);
    this.calls = new RunningCalls(() => this.bulkModes.end().finally(() => backend.close()));
    this.#inference = inference;
  }

  /** Checks, embeds and sends a request. Resolves with the `result` of Qdrant's response, whose type the caller specifies. */
  run<Answer>(operation: OperationName, request: Request): Promise<Answer> {
    return this.calls.run(() => this.#run(operation, request));
  }

  async #run<Answer>(operation: OperationName, request: Request): Promise<Answer> {
    const { body, defaults, ...where } = withCheckedOptions(request);
    const { collection, path = {}, signal } = where;
    signal?.throwIfAborted();
    // The method has a collection. A missing one would become the collection "undefined" in the URL.
    if ('collection' in where) requireCollectionName(collection as string);
    for (const [name, value] of Object.entries(path)) requirePathPart(value, name);
    if (body === undefined && defaults === undefined) return this.send(operation, where);
    const filled = defaults === undefined ? body : withDefaults(body, defaults);
    return this.send(operation, { ...where, body: await this.prepare(operation, filled, signal) });
  }

  /** Returns a checked and embedded copy of a body, as {@link RequestRunner.run} sends it. */
  async prepare(operation: OperationName, body: unknown, signal?: AbortSignal): Promise<Record<string, unknown>> {
    requireBody(body);
    return prepareRequest(body, placesIn(operation).body, { inference: this.#inference, signal });
  }

  /** Returns a checked copy of the points of an upload. Finds their models but embeds nothing. `firstPoint` is the index of the first point in errors. */
  async checkPoints(
    points: readonly PointStruct[],
    options: { readonly firstPoint: number; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly unknown[]> {
    const { checked } = await checkRequest({ points }, 'upsertBody', { inference: this.#inference, ...options });
    return checked['points'] as readonly unknown[];
  }

  /** Returns the number of components that an inference object is embedded to. Undefined for sparse vectors and when the server embeds. */
  dimensionOf(input: InferenceInput): number | undefined {
    return this.#inference.isServerSide ? undefined : this.#inference.registry.peek(input)?.dimension;
  }

  /** Checks and embeds a batch of an upload. `firstPoint` is the index of its first point in errors. */
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

  /** Sends a request that is already checked, as part of a call in progress. */
  async send<Answer>(operation: OperationName, { body, ...where }: Request): Promise<Answer> {
    const call: BackendCall = body === undefined ? where : { ...where, body: { ...body } };
    return (await this.backend.call(operation, call)) as Answer;
  }
}

/** Returns the request with the signal of its options, and with the body of its parameters. */
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

/** Checks options that are sent to the server. Only the signal is checked, because the server may know names that this client does not. */
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
 * @throws {InvalidArgumentError} when it is empty, or `.` or `..`, which would change the path of the URL.
 */
export function requireCollectionName(collection: string): string {
  return requirePathName(collection, 'collection', 'the name of a collection');
}

/** A path parameter may be a number, such as the id of a shard. */
function requirePathPart(value: string | number, parameter: string): void {
  if (!Number.isSafeInteger(value)) requirePathName(value as string, parameter, 'a name');
}

function requirePathName(value: string, parameter: string, expected: string): string {
  // A lone surrogate cannot be encoded in a URL.
  if (requireText(value, parameter) !== '' && !/^\.{1,2}$|\p{Surrogate}/u.test(value)) return value;
  throw new InvalidArgumentError({ parameter, value, expected });
}
