import { type Embedder, InvalidArgumentError, requireMethods } from '@x/core';

/** Checks that `given` is an embedder of dense vectors. @throws {InvalidArgumentError} naming `parameter`. */
export function requireEmbedder(given: unknown, parameter: string): void {
  const expected = 'an embedder of dense vectors, as returned by TextEmbedding.load';
  requireMethods(given, parameter, { methods: ['passageEmbed', 'queryEmbed'], expected });
  // Embedders of sparse vectors have no dimension, and hybrid models return objects instead of vectors.
  if (typeof Reflect.get(given as object, 'dimension') === 'number' && !('multiVector' in (given as object))) return;
  throw new InvalidArgumentError({ parameter, value: given, expected });
}

/** Refuses the query model of an asymmetric pair. @throws {InvalidArgumentError} naming `parameter` and the model that embeds documents. */
export function requireDocumentEmbedder({ modelName, documentModel }: Embedder, parameter: string): void {
  if (documentModel === undefined) return;
  const expected = 'a model that embeds documents';
  const advice = `'${modelName}' embeds queries for documents of '${documentModel}'.`;
  throw new InvalidArgumentError({ parameter, value: modelName, expected, advice });
}
