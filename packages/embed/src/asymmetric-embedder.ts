import { type Embedder, type EmbedderCallOptions, InvalidArgumentError, requireOptions } from '@x/core';

import { requireDocumentEmbedder, requireEmbedder } from './require-embedder.ts';

/** The two models of {@link asymmetricEmbedder}. */
export interface AsymmetricModels {
  /** Embeds queries: the small one, which answers at once. */
  readonly query: Embedder;
  /** Embeds documents: the large one, whose vectors are stored. */
  readonly document: Embedder;
}

/** An embedder whose queries and documents are embedded by two models in one space. */
export interface AsymmetricEmbedder extends Embedder {
  /** Name of the model that embeds documents: stored vectors are its own, and another query model finds them as well. */
  readonly modelName: string;
  /** Name of the model that embeds queries. */
  readonly queryModelName: string;
}

/**
 * Makes one embedder of two that were trained for each other. It has the document model's name, since a pipeline stores documents anew when that
 * changes, and only then. Whoever loaded the two models disposes of them.
 *
 * @throws {InvalidArgumentError} when one is no embedder, their dimensions differ, or the query model says that it fits another document model.
 *
 * @example
 * await using query = await TextEmbedding.load('Qdrant/constella-zero');
 * await using document = await TextEmbedding.load('Qdrant/stella-en-400M-v5-doc-onnx');
 * const embedder = asymmetricEmbedder({ query, document });
 * embedder.modelName; // => 'Qdrant/stella-en-400M-v5-doc-onnx'
 */
export function asymmetricEmbedder(models: AsymmetricModels): AsymmetricEmbedder {
  const { query, document } = requireOptions(models, { query: 'any', document: 'any' }, 'models');
  requireEmbedder(query, 'query');
  requireEmbedder(document, 'document');
  const { modelName: queryModelName, documentModel } = query;
  const { modelName, dimension } = document;
  if (query.dimension !== dimension) {
    const expected = `a model of ${dimension} components, as '${modelName}' has; '${queryModelName}' has ${query.dimension}`;
    throw new InvalidArgumentError({ parameter: 'query', value: queryModelName, expected });
  }
  if (documentModel !== undefined && documentModel !== modelName) {
    const expected = `'${documentModel}', whose documents '${queryModelName}' was trained for`;
    throw new InvalidArgumentError({ parameter: 'document', value: modelName, expected });
  }
  requireDocumentEmbedder(document, 'document');
  return {
    modelName,
    queryModelName,
    dimension,
    passageEmbed: (documents: readonly string[], options?: EmbedderCallOptions) =>
      document.passageEmbed(documents, options),
    queryEmbed: (text: string, options?: EmbedderCallOptions) => query.queryEmbed(text, options),
  };
}
