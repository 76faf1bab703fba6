import { InvalidArgumentError } from '@x/core';
import type { OnnxModel } from '@x/onnx-runtime';

import type { LoadedParts } from '../load-parts.ts';
import type { SupportedTextEmbeddingModel } from '../catalogue/supported-text-embedding-model.ts';

type Description = Pick<SupportedTextEmbeddingModel, 'model' | 'pooling' | 'output'>;
/** Properties of an open model beyond its description. */
interface OpenModel extends Pick<LoadedParts, 'layers' | 'prefixes' | 'poolsPrefixes'> {
  readonly model: Pick<OnnxModel, 'outputNames' | 'outputShapes'>;
}

/** What a model must be to have token vectors, and what this model is instead. */
interface Requirement {
  readonly expected: string;
  readonly advice: string;
}

/** Returns the first requirement for token vectors that a model does not meet; `undefined` if it meets all those that can be checked. */
function lackingForTokenVectors({ pooling, output = 0 }: Description, open?: OpenModel): Requirement | undefined {
  if (pooling !== 'mean') {
    return { expected: 'a model with mean pooling', advice: `The pooling of this model is '${pooling}'.` };
  }
  if (open === undefined) return undefined;
  if (open.layers.some(({ kind }) => kind !== 'normalize')) {
    return {
      expected: 'a model without layers after its pooling',
      advice: 'The token vectors of this model are in another space than its text vectors.',
    };
  }
  if (!open.poolsPrefixes && Object.values(open.prefixes).some((prefix) => prefix !== '')) {
    return {
      expected: 'a model that pools its prompts with the texts',
      advice: 'This model leaves its prompts out of the pooling (include_prompt).',
    };
  }
  const { outputNames, outputShapes } = open.model;
  const position = typeof output === 'string' ? outputNames.indexOf(output) : output;
  if (outputShapes[position]?.length !== 2) return undefined;
  return {
    expected: 'a model whose graph returns token vectors',
    advice: 'The graph of this model pools them itself.',
  };
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
  const lacking = lackingForTokenVectors(description, open);
  if (lacking === undefined) return;
  throw new InvalidArgumentError({ parameter: 'modelName', value: description.model, ...lacking });
}
