import { InvalidArgumentError } from '@x/core';
import type { OnnxModel } from '@x/onnx-runtime';

import type { LoadedParts } from '../load-parts.ts';
import type { SupportedTextEmbeddingModel } from '../catalogue/supported-text-embedding-model.ts';

type Description = Pick<SupportedTextEmbeddingModel, 'model' | 'pooling' | 'output'>;
/** Properties of an open model beyond its description. */
interface OpenModel extends Pick<LoadedParts, 'layers' | 'prefixes' | 'poolsPrefixes'> {
  readonly model: Pick<OnnxModel, 'outputNames' | 'outputShapes'>;
}

/** Returns the first requirement for token vectors that a model does not meet; `undefined` if it meets all those that can be checked. */
function lackingForTokenVectors({ pooling, output = 0 }: Description, open?: OpenModel): string | undefined {
  if (pooling !== 'mean') return `a model with mean pooling; the pooling of this model is '${pooling}'`;
  if (open === undefined) return undefined;
  if (open.layers.some(({ kind }) => kind !== 'normalize')) {
    return 'a model without layers after its pooling; the token vectors of this model are in another space than its text vectors';
  }
  if (!open.poolsPrefixes && Object.values(open.prefixes).some((prefix) => prefix !== '')) {
    return 'a model that pools its prompts with the texts; this model leaves them out (include_prompt)';
  }
  const { outputNames, outputShapes } = open.model;
  const position = typeof output === 'string' ? outputNames.indexOf(output) : output;
  const isPooled = outputShapes[position]?.length === 2;
  return isPooled ? 'a model whose graph returns token vectors; the graph of this model pools them itself' : undefined;
}

/** Whether an open model has token vectors. */
export function hasTokenVectors(description: Description, open: OpenModel): boolean {
  return lackingForTokenVectors(description, open) === undefined;
}

/**
 * Checks that a model has token vectors, by its description and, for an open model, by its graph.
 *
 * @throws {InvalidArgumentError} with the reason when it has none.
 */
export function requireTokenVectors(description: Description, open?: OpenModel): void {
  const expected = lackingForTokenVectors(description, open);
  if (expected === undefined) return;
  throw new InvalidArgumentError({ parameter: 'modelName', value: description.model, expected });
}
