import { InvalidArgumentError } from '@x/core';
import type { OnnxModel } from '@x/onnx-runtime';

import type { LoadedParts } from '../load-parts.ts';
import type { SupportedTextEmbeddingModel } from '../catalogue/supported-text-embedding-model.ts';

type Description = Pick<SupportedTextEmbeddingModel, 'model' | 'pooling' | 'output'>;
/** What an open model is, beyond its description. */
interface OpenModel extends Pick<LoadedParts, 'layers' | 'prefixes' | 'poolsPrefixes'> {
  readonly model: Pick<OnnxModel, 'outputNames' | 'outputShapes'>;
}

/** What a model has to be for its tokens to have vectors that mean something; `undefined` when it is that, as far as is known. */
function lackingForTokenVectors({ pooling, output = 0 }: Description, open?: OpenModel): string | undefined {
  if (pooling !== 'mean') return `a model whose tokens are pooled by their mean; this one's pooling is '${pooling}'`;
  if (open === undefined) return undefined;
  if (open.layers.some(({ kind }) => kind !== 'normalize')) {
    return 'a model without layers behind its pooling; the tokens of this one lie in another space than its vectors';
  }
  if (!open.poolsPrefixes && Object.values(open.prefixes).some((prefix) => prefix !== '')) {
    return 'a model that pools its prompts with the texts; this one leaves them out (include_prompt)';
  }
  const { outputNames, outputShapes } = open.model;
  const position = typeof output === 'string' ? outputNames.indexOf(output) : output;
  const isPooled = outputShapes[position]?.length === 2;
  return isPooled ? 'a model whose graph gives vectors of tokens; that of this one pools them itself' : undefined;
}

/** Whether the tokens of an open model have vectors. */
export function hasTokenVectors(description: Description, open: OpenModel): boolean {
  return lackingForTokenVectors(description, open) === undefined;
}

/**
 * Checks that the tokens of a model have vectors, as far as its description says it, and its graph where it is open.
 *
 * @throws {InvalidArgumentError} saying why not.
 */
export function requireTokenVectors(description: Description, open?: OpenModel): void {
  const expected = lackingForTokenVectors(description, open);
  if (expected === undefined) return;
  throw new InvalidArgumentError({ parameter: 'modelName', value: description.model, expected });
}
