import { type Embedder, type EmbedderCallOptions, InvalidArgumentError, requireOptions } from '@x/core';

import { requireDocumentEmbedder, requireEmbedder } from './require-embedder.ts';

/** The two models of {@link asymmetricEmbedder}. */
export interface AsymmetricModels {
  /** Embeds queries: usually the smaller and faster model. */
  readonly query: Embedder;
  /** Embeds documents: usually the larger model, whose vectors are stored. */
  readonly document: Embedder;
}

/** An embedder with one model for queries and another for documents, in the same vector space. */
export interface AsymmetricEmbedder extends Embedder {
  /** Name of the model that embeds documents. It identifies the stored vectors, which any matching query model can search. */
  readonly modelName: string;
  /** Name of the model that embeds queries. */
  readonly queryModelName: string;
}

/**
 * Combines two models that were trained for each other into one embedder. It has the document model's name, because a pipeline indexes documents
 * again only when that name changes. The caller still disposes of both models.
 *
 * @throws {InvalidArgumentError} when one is not an embedder, their dimensions differ, or the query model was trained for another document model.
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
  const { modelName, dimension, documentSettings } = document;
  if (query.dimension !== dimension) {
    const expected = `a model with ${dimension} dimensions`;
    const problem = () =>
      `The query model '${queryModelName}' has ${query.dimension} dimensions, but the document model '${modelName}' has ${dimension}.`;
    throw new InvalidArgumentError({ parameter: 'query', value: queryModelName, expected, problem });
  }
  if (documentModel !== undefined && documentModel !== modelName) {
    const expected = `'${documentModel}', the document model of '${queryModelName}'`;
    throw new InvalidArgumentError({ parameter: 'document', value: modelName, expected });
  }
  requireDocumentEmbedder(document, 'document');
  return {
    modelName,
    queryModelName,
    dimension,
    ...(documentSettings !== undefined && { documentSettings }),
    passageEmbed: (documents: readonly string[], options?: EmbedderCallOptions) =>
      document.passageEmbed(documents, options),
    queryEmbed: (text: string, options?: EmbedderCallOptions) => query.queryEmbed(text, options),
  };
}
