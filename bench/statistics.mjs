// Order statistics of small samples.

/**
 * Returns the value below which a share of the sorted values lies, interpolated linearly between neighbors.
 *
 * @param {readonly number[]} values
 * @param {number} share 0 to 1
 * @returns {number} `NaN` for an empty list
 * @example
 * quantile([4, 1, 2, 3], 0.5); // => 2.5
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/**
 * Returns the cosine of the angle between two vectors of the same dimension.
 *
 * @param {ArrayLike<number>} left
 * @param {ArrayLike<number>} right
 * @throws {RangeError} when the dimensions differ
 */
export function cosine(left, right) {
  if (left.length !== right.length)
    throw new RangeError(`The vectors have ${left.length} and ${right.length} dimensions.`);
  let dot = 0;
  let leftSquare = 0;
  let rightSquare = 0;
  for (let index = 0; index < left.length; index++) {
    const [a = 0, b = 0] = [left[index], right[index]];
    dot += a * b;
    leftSquare += a * a;
    rightSquare += b * b;
  }
  return dot / Math.sqrt(leftSquare * rightSquare);
}
