import { InvalidArgumentError, normalizeInPlace, requireInteger } from '@x/core';

/**
 * How far vectors may be shortened, for a model trained so that their first components are a useful vector on their own (Kusupati et
 * al., "Matryoshka Representation Learning", NeurIPS 2022).
 */
export interface Matryoshka {
  /** Smallest dimension. */
  readonly minDimension: number;
  /** The dimensions that the model was trained for, if not all from `minDimension` on are allowed. @default all of them */
  readonly dimensions?: readonly number[];
  /** Whether a vector is layer-normalized, without weights, before it is shortened. @default false */
  readonly layerNorm?: boolean;
}

/** The parts of a model's description that concern shorter vectors. */
interface Shortening {
  readonly dimension: number;
  readonly matryoshka?: Matryoshka | undefined;
}

/**
 * Returns `wanted` if the model's vectors may have that dimension.
 *
 * @throws {InvalidArgumentError} with the allowed dimensions otherwise.
 */
export function requireDimension(wanted: number, { dimension, matryoshka }: Shortening): number {
  if (wanted === dimension) return wanted;
  const { minDimension = dimension, dimensions } = matryoshka ?? {};
  const isTrained = dimensions === undefined || dimensions.includes(wanted);
  if (Number.isSafeInteger(wanted) && wanted >= minDimension && wanted < dimension && isTrained) return wanted;
  const choice =
    dimensions === undefined
      ? `a whole number from ${minDimension} to ${dimension}`
      : `${dimensions.join(', ')} or ${dimension}`;
  if (matryoshka !== undefined)
    throw new InvalidArgumentError({ parameter: 'dimension', value: wanted, expected: choice });
  const advice = 'This model was not trained for shorter vectors.';
  throw new InvalidArgumentError({ parameter: 'dimension', value: wanted, expected: `${dimension}`, advice });
}

/**
 * Returns the first components of a vector, scaled to length 1, or the vector itself if it already has that dimension.
 *
 * With `layerNorm`, the vector is layer-normalized first. Its divisor is the same for all components and cancels out in the scaling, so only the mean
 * is subtracted.
 */
export function shorten(
  vector: Float32Array,
  dimension: number,
  { layerNorm = false }: Partial<Matryoshka>,
): Float32Array {
  if (dimension === vector.length) return vector;
  const short = vector.slice(0, dimension);
  if (layerNorm) {
    const mean = vector.reduce((sum, component) => sum + component, 0) / vector.length;
    for (let component = 0; component < dimension; component++) short[component]! -= mean;
  }
  return normalizeInPlace(short);
}

/** Yields each vector, shortened with {@link shorten}. */
export async function* shortenAll(
  vectors: AsyncIterable<Float32Array>,
  dimension: number,
  matryoshka: Partial<Matryoshka>,
): AsyncGenerator<Float32Array, void, undefined> {
  for await (const vector of vectors) yield shorten(vector, dimension, matryoshka);
}

/**
 * Checks the `matryoshka` of a model that is added to the catalogue.
 *
 * @throws {InvalidArgumentError} when `minDimension` is not a whole number from 1 to the model's dimension, or an entry of `dimensions` is not one
 *   from `minDimension` to it.
 */
export function requireMatryoshka({ dimension, matryoshka }: Shortening): void {
  if (matryoshka === undefined) return;
  const { minDimension, dimensions = [] } = matryoshka;
  requireInteger(minDimension, 'matryoshka.minDimension', { min: 1, max: dimension });
  for (const [index, length] of dimensions.entries()) {
    requireInteger(length, `matryoshka.dimensions[${index}]`, { min: minDimension, max: dimension });
  }
}
