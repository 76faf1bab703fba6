import { type Embedder, InvalidArgumentError, UnknownModelError } from '@x/core';

/** Finds the embedder of a model among those that were passed to the client. */
export interface EmbedderRegistry {
  /**
   * The embedder of `model`, whatever the case of its name.
   *
   * @throws {InvalidArgumentError} when the client has no embedders at all.
   * @throws {UnknownModelError} when none of them is of this model; it lists near names.
   */
  get(model: string): Embedder;
}

/**
 * A registry of these embedders, which stay their owner's to dispose.
 *
 * @throws {InvalidArgumentError} when one is not an embedder, or two have the same model.
 */
export function createEmbedderRegistry(embedders: readonly Embedder[]): EmbedderRegistry {
  if (!Array.isArray(embedders)) {
    throw new InvalidArgumentError({ parameter: 'embedders', value: embedders, expected: 'an array of embedders' });
  }
  const byName = new Map<string, Embedder>();
  for (const [index, embedder] of embedders.entries()) {
    const parameter = `embedders[${index}]`;
    const name = requireEmbedder(embedder, parameter).modelName.toLowerCase();
    if (byName.has(name)) {
      throw new InvalidArgumentError({
        parameter,
        value: embedder.modelName,
        expected: 'the only embedder of its model',
      });
    }
    byName.set(name, embedder);
  }
  return {
    get(model) {
      const embedder = byName.get(model.toLowerCase());
      if (embedder !== undefined) return embedder;
      if (byName.size > 0) {
        const knownModels = embedders.map(({ modelName }: Embedder) => modelName);
        throw new UnknownModelError({ model, kind: 'model among the embedders of this client', knownModels });
      }
      throw new InvalidArgumentError({
        parameter: 'embedders',
        value: embedders,
        expected: `a list with the embedder of "${model}", as in new QdrantClient(location, { embedders: [embedding] })`,
      });
    },
  };
}

function requireEmbedder(embedder: Embedder, parameter: string): Embedder {
  const isEmbedder =
    typeof embedder?.modelName === 'string' &&
    typeof embedder.passageEmbed === 'function' &&
    typeof embedder.queryEmbed === 'function';
  if (isEmbedder) return embedder;
  throw new InvalidArgumentError({
    parameter,
    value: embedder,
    expected: 'a loaded embedder with modelName, passageEmbed and queryEmbed (await its load first)',
  });
}
