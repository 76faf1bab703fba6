import { InvalidArgumentError } from '@x/core';
import type { OnnxModel } from '@x/onnx-runtime';

import type { SupportedTextEmbeddingModel } from '../catalogue/supported-text-embedding-model.ts';

type Description = Pick<SupportedTextEmbeddingModel, 'model' | 'pooling' | 'output'>;
type Outputs = Pick<OnnxModel, 'outputNames' | 'outputShapes'>;

/** What a model has to be for its tokens to have vectors that mean something; `undefined` when it is that, as far as is known. */
function lackingForTokenVectors({ pooling, output = 0 }: Description, outputs?: Outputs): string | undefined {
  if (pooling !== 'mean') return `a model whose tokens are pooled by their mean; this one's pooling is '${pooling}'`;
  const position = typeof output === 'string' ? (outputs?.outputNames.indexOf(output) ?? 0) : output;
  const isPooled = outputs?.outputShapes[position]?.length === 2;
  return isPooled ? 'a model whose graph gives vectors of tokens; that of this one pools them itself' : undefined;
}

/** Whether the tokens of an open model have vectors. */
export function hasTokenVectors(description: Description, outputs: Outputs): boolean {
  return lackingForTokenVectors(description, outputs) === undefined;
}

/**
 * Checks that the tokens of a model have vectors, as far as its description says it, and its graph where it is open.
 *
 * @throws {InvalidArgumentError} saying why not.
 */
export function requireTokenVectors(description: Description, outputs?: Outputs): void {
  const expected = lackingForTokenVectors(description, outputs);
  if (expected === undefined) return;
  throw new InvalidArgumentError({ parameter: 'modelName', value: description.model, expected });
}
