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
import { PlainCopy } from './plain-copy.ts';
import { requirePointId } from './point-id.ts';
import { requireParameters } from './require-parameters.ts';
import { requireSelections } from './require-selections.ts';

/** How the inference objects of a request become vectors. */
export interface Inference {
  readonly registry: EmbedderRegistry;
  /** Whether to leave inference objects unchanged for the server. */
  readonly isServerSide: boolean;
}

/** Options of {@link prepareRequest}. */
export interface PrepareOptions {
  readonly inference: Inference;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  /** Index of the first point in the caller's list, for the paths in errors. @default 0 */
  readonly firstPoint?: number;
}

/**
 * Returns a checked copy of the request, with vectors in place of its inference objects. The caller's objects are not changed.
 *
 * The copy is plain JSON data, except that vectors may be typed arrays and ids may be bigints. The whole request is checked, and every model is
 * found, before the first text is embedded.
 *
 * @param kind - of the operation's body; `undefined` when the body has neither ids nor vectors.
 * @throws {InvalidArgumentError} naming the path of the first invalid value.
 * @throws {UnknownModelError} when no embedder has the model of an inference object.
 */
export async function prepareRequest(
  body: object,
  kind: BodyKind | undefined,
  { onProgress, ...options }: PrepareOptions,
): Promise<Record<string, unknown>> {
  const { checked, tasks } = await checkRequest(body, kind, options);
  if (kind === undefined || tasks.length === 0) return checked;
  const { signal, firstPoint = 0 } = options;
  const purpose: EmbeddingPurpose = kind === 'upsertBody' || kind === 'updatesBody' ? 'passage' : 'query';
  const vectors = await embedInputs(tasks, purpose, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  return walkBody(checked, kind, {
    ...keepingVisitor,
    firstPoint,
    inference: (input, place) => requireEmbeddedVector(vectors.get(input), place),
  });
}

/** Returns a checked copy of the request and the tasks of embedding it. Embeds nothing. Throws what {@link prepareRequest} throws. */
export async function checkRequest(
  body: object,
  kind: BodyKind | undefined,
  { inference: { registry, isServerSide }, signal, firstPoint = 0 }: Omit<PrepareOptions, 'onProgress'>,
): Promise<{ readonly checked: Record<string, unknown>; readonly tasks: readonly EmbeddingTask[] }> {
  const plain = new PlainCopy({ takesSpecials: kind !== undefined, firstPoint });
  const copy = plain.of(body);
  requireParameters(copy);
  if (kind === undefined) return { checked: copy, tasks: [] };
  requireSelections(copy, kind, plain);
  const inputs: PlacedInput[] = [];
  let specialsInPlace = 0;
  const checked = walkBody(copy, kind, {
    ...checkingVisitor,
    firstPoint,
    dense(vector, place) {
      if (vector instanceof Float32Array) specialsInPlace++;
      if (!plain.isFloat32List(vector)) requireDenseVector(vector, place);
      return vector;
    },
    sparse(vector, place) {
      requireSparseVector(vector, place);
      specialsInPlace += Number(ArrayBuffer.isView(vector.indices)) + Number(ArrayBuffer.isView(vector.values));
      return vector;
    },
    id(id, place) {
      if (typeof id === 'bigint') specialsInPlace++;
      return requirePointId(id, place);
    },
    inference(input, place) {
      if (!isServerSide) inputs.push({ input, place });
      return input;
    },
  });
  if (specialsInPlace < plain.specials) refuseSpecialsInData(copy, kind, firstPoint);
  return { checked, tasks: inputs.length === 0 ? [] : await embeddingTasks(inputs, registry, signal) };
}

/** Throws an error for the first typed array or bigint that is neither a vector nor an id. A payload must not have any. */
function refuseSpecialsInData(copy: Record<string, unknown>, kind: BodyKind, firstPoint: number): void {
  const data = walkBody(copy, kind, { ...keepingVisitor, dense: () => null, sparse: () => null, id: () => null });
  new PlainCopy({ firstPoint }).of(data);
}

/** What these fields must have, for the messages of errors. */
const expectedByName: Readonly<Record<string, string>> = {
  filter: 'a filter, which is an object with must, should, must_not or min_should',
  points: 'a list of points, or of their ids',
  ids: 'a list of point ids',
};

function expectedAt(place: string): string {
  return expectedByName[place.split('.').at(-1) ?? ''] ?? 'a vector, an inference object or a point id';
}

const checkingVisitor: BodyVisitor = {
  ...keepingVisitor,
  other(value, place) {
    throw new InvalidArgumentError({
      parameter: place,
      value,
      expected: expectedAt(place),
    });
  },
};
