import { InvalidArgumentError, type ProgressListener } from '@x/core';
import { type BodyKind, type BodyVisitor, keepingVisitor, walkBody } from '@x/qdrant-local/wire';
import type { EmbedderRegistry } from '../inference/embedder-registry.ts';
import {
  embedInputs,
  type EmbeddingPurpose,
  type EmbeddingTask,
  embeddingTasks,
  type PlacedInput,
} from '../inference/embed-inputs.ts';
import { requireDenseVector, requireEmbeddedVector, requireSparseVector } from './check-vector.ts';
import { requirePointId } from './point-id.ts';

/** How the inference objects of a request become vectors. */
export interface Inference {
  readonly registry: EmbedderRegistry;
  /** Leave inference objects as they are, for the server. */
  readonly isServerSide: boolean;
}

/** Options of {@link prepareRequest}. */
export interface PrepareOptions {
  readonly inference: Inference;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  /** Number of the first point in the caller's own list, for the places in errors. @default 0 */
  readonly firstPoint?: number;
}

/**
 * A checked copy of the request with vectors in the places of its inference objects; the caller's objects are not changed.
 *
 * Every id and vector is checked, and every model found, before the first text is embedded.
 *
 * @throws {InvalidArgumentError} naming the place of the first bad id, vector or inference object.
 * @throws {UnknownModelError} when no embedder has an inference object's model.
 */
export async function prepareRequest(
  body: object,
  kind: BodyKind,
  { onProgress, ...options }: PrepareOptions,
): Promise<Record<string, unknown>> {
  const { checked, tasks } = await checkRequest(body, kind, options);
  if (tasks.length === 0) return checked;
  const { signal, firstPoint = 0 } = options;
  const purpose: EmbeddingPurpose = kind === 'upsertBody' || kind === 'updatesBody' ? 'passage' : 'query';
  const vectors = await embedInputs(tasks, purpose, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  return walkBody(checked, kind, {
    ...keepingVisitor,
    firstPoint,
    inference: (input, place) => requireEmbeddedVector(vectors.get(input), place),
  });
}

/** A checked copy of the request, and what has to be embedded in it; nothing is embedded yet. Throws as {@link prepareRequest} does. */
export async function checkRequest(
  body: object,
  kind: BodyKind,
  { inference: { registry, isServerSide }, signal, firstPoint = 0 }: Omit<PrepareOptions, 'onProgress'>,
): Promise<{ readonly checked: Record<string, unknown>; readonly tasks: readonly EmbeddingTask[] }> {
  const inputs: PlacedInput[] = [];
  const checked = walkBody({ ...body }, kind, {
    ...checkingVisitor,
    firstPoint,
    inference(input, place) {
      if (!isServerSide) inputs.push({ input, place });
      return input;
    },
  });
  return { checked, tasks: inputs.length === 0 ? [] : await embeddingTasks(inputs, registry, signal) };
}

const checkingVisitor: BodyVisitor = {
  ...keepingVisitor,
  dense(vector, place) {
    requireDenseVector(vector, place);
    return vector;
  },
  sparse(vector, place) {
    requireSparseVector(vector, place);
    return vector;
  },
  id: (id, place) => requirePointId(id, place),
  other(value, place) {
    throw new InvalidArgumentError({
      parameter: place,
      value,
      expected: 'a vector, an inference object or a point id',
    });
  },
};
