import type { EmbeddingModel } from '../models.ts';
import { RequestFailure } from '../request-failure.ts';

/**
 * Returns the number of components that the vectors of a request have. It runs before the model does any work.
 *
 * @throws {RequestFailure} with `invalidStatus` when the model does not support the wanted number. The message names the supported numbers.
 */
export function requireDimensions(
  { dimension, matryoshka }: EmbeddingModel,
  wanted: number = dimension,
  invalidStatus: 400 | 422,
): number {
  const { minDimension = dimension, dimensions } = matryoshka ?? {};
  if (wanted === dimension) return wanted;
  if (wanted >= minDimension && wanted < dimension && dimensions?.includes(wanted) !== false) return wanted;
  const shorter =
    dimensions === undefined ? `any smaller number down to ${minDimension}` : `one of ${dimensions.join(', ')}`;
  const choice = matryoshka === undefined ? ' and cannot be shortened' : `, or ${shorter}`;
  const message = `dimensions: this model's vectors have ${dimension} components${choice}.`;
  throw new RequestFailure({ status: invalidStatus, message, parameter: 'dimensions' });
}
