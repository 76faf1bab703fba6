import { InvalidArgumentError, normalizeInPlace, requireInteger } from '@x/core';

/**
 * How far the vectors of a model may be shortened that was trained so that their first components are a vector of their own (Kusupati et
 * al., "Matryoshka Representation Learning", NeurIPS 2022).
 */
export interface Matryoshka {
  /** Fewest components. */
  readonly minDimension: number;
  /** The lengths that the model was trained for, where not every one from `minDimension` on will do. @default every one */
  readonly dimensions?: readonly number[];
  /** Whether a vector goes through a layer normalisation, without weights, before it is shortened. @default false */
  readonly layerNorm?: boolean;
}

/** The parts of a model's description that say how its vectors may be shortened. */
interface Shortening {
  readonly dimension: number;
  readonly matryoshka?: Matryoshka | undefined;
}

/**
 * Passes a number of components that the model's vectors may have.
 *
 * @throws {InvalidArgumentError} saying which ones they may have.
 */
export function requireDimension(wanted: number, { dimension, matryoshka }: Shortening): number {
  if (wanted === dimension) return wanted;
  const { minDimension = dimension, dimensions } = matryoshka ?? {};
  const isTrained = dimensions === undefined || dimensions.includes(wanted);
  if (Number.isSafeInteger(wanted) && wanted >= minDimension && wanted < dimension && isTrained) return wanted;
  const choice = dimensions === undefined ? `a whole number from ${minDimension} to ${dimension}` : `${dimensions.join(', ')} or ${dimension}`; // prettier-ignore
  const expected = matryoshka === undefined ? `${dimension}: this model was not trained for shorter vectors` : choice;
  throw new InvalidArgumentError({ parameter: 'dimension', value: wanted, expected });
}

/**
 * The first components of a vector, scaled to length 1; the vector itself where it is as short already.
 *
 * With `layerNorm` they are those of the layer-normalised vector. What that divides by is the same for all components and vanishes in the scaling, so
 * only its mean is taken away.
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

/** Each of the vectors as {@link shorten} gives it. */
export async function* shortenAll(
  vectors: AsyncIterable<Float32Array>,
  dimension: number,
  matryoshka: Partial<Matryoshka>,
): AsyncGenerator<Float32Array, void, undefined> {
  for await (const vector of vectors) yield shorten(vector, dimension, matryoshka);
}

/**
 * Checks what is said of a model that is added to the catalogue.
 *
 * @throws {InvalidArgumentError} when a length is no whole number from 1 to the model's dimension.
 */
export function requireMatryoshka({ dimension, matryoshka }: Shortening): void {
  if (matryoshka === undefined) return;
  const { minDimension, dimensions = [] } = matryoshka;
  requireInteger(minDimension, 'matryoshka.minDimension', { min: 1, max: dimension });
  for (const [index, length] of dimensions.entries()) {
    requireInteger(length, `matryoshka.dimensions[${index}]`, { min: minDimension, max: dimension });
  }
}
