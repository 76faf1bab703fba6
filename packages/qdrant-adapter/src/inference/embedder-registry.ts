import { InvalidArgumentError, UnknownModelError } from '@x/core';
import type { InferenceInput } from '@x/qdrant-local/wire';
import { type EmbedderResolver, type ModelEmbedder, requireEmbedder } from './model-embedder.ts';

/** The reference to a model in an inference object. */
export type ModelReference = Pick<InferenceInput, 'model' | 'options'>;

/** Finds the embedder of a model. */
export interface EmbedderRegistry {
  /**
   * Returns the embedder of a model. The case of its name does not matter. A resolver loads it first.
   *
   * @throws {InvalidArgumentError} when the client has no embedders, or when they are already loaded and the reference has options.
   * @throws {UnknownModelError} when no embedder has this model. The error lists similar names.
   */
  find(reference: ModelReference, place: string): ModelEmbedder | Promise<ModelEmbedder>;
  /** Returns the embedder of a model if it is loaded. Without a resolver it throws what {@link EmbedderRegistry.find} throws. */
  peek(reference: ModelReference): ModelEmbedder | undefined;
}

/**
 * Creates a registry of loaded embedders, or of those that a resolver loads. It disposes none of them.
 *
 * @throws {InvalidArgumentError} when an item is not an embedder, or two have the same model.
 */
export function createEmbedderRegistry(embedders: readonly ModelEmbedder[] | EmbedderResolver): EmbedderRegistry {
  if (typeof embedders === 'function') return createLazyRegistry(embedders);
  if (!Array.isArray(embedders)) {
    const expected = 'an array of embedders, or a function that loads them';
    throw new InvalidArgumentError({ parameter: 'embedders', value: embedders, expected });
  }
  return createListRegistry(embedders as readonly ModelEmbedder[]);
}

function createListRegistry(embedders: readonly ModelEmbedder[]): EmbedderRegistry {
  const byName = new Map<string, ModelEmbedder>();
  for (const [index, given] of embedders.entries()) {
    const parameter = `embedders[${index}]`;
    const { modelName } = requireEmbedder(given, parameter);
    if (byName.has(modelName.toLowerCase())) {
      throw new InvalidArgumentError({ parameter, value: modelName, expected: 'the only embedder of its model' });
    }
    byName.set(modelName.toLowerCase(), given);
  }
  const peek = ({ model }: ModelReference): ModelEmbedder => {
    const embedder = byName.get(model.toLowerCase());
    if (embedder !== undefined) return embedder;
    if (byName.size > 0)
      throw unknownModel(
        model,
        embedders.map(({ modelName }) => modelName),
      );
    const expected = `a list with the embedder of "${model}"`;
    const advice = 'Example: new QdrantClient(location, { embedders: [embedding] }).';
    throw new InvalidArgumentError({ parameter: 'embedders', value: embedders, expected, advice });
  };
  const find = (reference: ModelReference, place: string): ModelEmbedder => {
    const embedder = peek(reference);
    if (reference.options === undefined || reference.options === null) return embedder;
    throw new InvalidArgumentError({
      parameter: `${place}.options`,
      value: reference.options,
      expected: 'absent',
      advice: 'This embedder is already loaded. Set the options when you load it, or pass a function as embedders.',
    });
  };
  return { find, peek };
}

function createLazyRegistry(resolve: EmbedderResolver): EmbedderRegistry {
  const loading = new Map<string, Promise<ModelEmbedder>>();
  const loaded = new Map<string, ModelEmbedder>();
  async function load(key: string, { model, options }: ModelReference): Promise<ModelEmbedder> {
    const embedder = await resolve(model, options);
    if (embedder === undefined)
      throw unknownModel(
        model,
        [...loaded.values()].map(({ modelName }) => modelName),
      );
    loaded.set(key, requireEmbedder(embedder, `embedders("${model}")`));
    return embedder;
  }
  return {
    peek: (reference) => loaded.get(keyOf(reference)),
    find(reference) {
      const key = keyOf(reference);
      const known = loaded.get(key) ?? loading.get(key);
      if (known !== undefined) return known;
      const embedder = load(key, reference).finally(() => loading.delete(key));
      loading.set(key, embedder);
      return embedder;
    },
  };
}

/** Returns the same key for equal options, regardless of the order of their keys. */
function keyOf({ model, options }: ModelReference): string {
  return JSON.stringify([model.toLowerCase(), sorted(options ?? null)]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}

function unknownModel(model: string, knownModels: readonly string[]): UnknownModelError {
  return new UnknownModelError({ model, kind: 'model among the embedders of this client', knownModels });
}
