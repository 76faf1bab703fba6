import type { EmbeddingModel } from '../models.ts';
import { RequestFailure } from '../request-failure.ts';

/**
 * How many components the vectors of a request have, so that clients are told the reason before any work is done.
 *
 * @throws {RequestFailure} `invalidStatus` naming the choice, where the model was not trained to be shortened so.
 */
export function requireDimensions(
  { dimension, matryoshka }: EmbeddingModel,
  wanted: number = dimension,
  invalidStatus: 400 | 422,
): number {
  const { minDimension = dimension, dimensions } = matryoshka ?? {};
  if (wanted === dimension) return wanted;
  if (wanted >= minDimension && wanted < dimension && dimensions?.includes(wanted) !== false) return wanted;
  const shorter = dimensions === undefined ? `any number from ${minDimension}` : `one of ${dimensions.join(', ')}`;
  const choice = matryoshka === undefined ? 'and were not trained to be shortened' : `or ${shorter}`;
  const message = `dimensions: this model's vectors have ${dimension} components ${choice}.`;
  throw new RequestFailure({ status: invalidStatus, message, parameter: 'dimensions' });
}
