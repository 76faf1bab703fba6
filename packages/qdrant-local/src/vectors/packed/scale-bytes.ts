// Components of embeddings are coded at scales from 2⁻²⁴ to 2¹³: there, scales are a fifth of a factor 2 apart, outside of it a
// factor 4. All of them together reach from almost nothing to 2¹²⁵, of which 7 times is still a float32.
const smallest = -52;
const finest = { from: -24, to: 13 };
const stepsPerFactor2 = 5;
const farStep = 2;

const highestCode = 7;
// Whatever is smaller rounds to 7 or less.
const roundsToHighest = highestCode + 0.5;

/**
 * The scale that each byte stands for, growing, as float32.
 *
 * Neighbours are so close that the largest component of a row becomes code 7, never 6 (but for rows of absurdly small or large
 * numbers). So the codes of a row do not change when it is multiplied by a number, such as to be normalised again.
 */
export const scaleOfByte: Float32Array = Float32Array.from(exponents(), (exponent) => 2 ** exponent);

/** The byte of the smallest scale at which a row with this largest component has codes of at most 7. */
export function scaleByteOf(largestComponent: number): number {
  let low = 0;
  let high = scaleOfByte.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (largestComponent < scaleOfByte[middle]! * roundsToHighest) high = middle;
    else low = middle + 1;
  }
  return low;
}

function exponents(): number[] {
  const below = (finest.from - smallest) / farStep;
  const fine = (finest.to - finest.from) * stepsPerFactor2;
  return Array.from({ length: 256 }, (_, byte) => {
    if (byte < below) return smallest + byte * farStep;
    if (byte < below + fine) return finest.from + (byte - below) / stepsPerFactor2;
    return finest.to + (byte - below - fine) * farStep;
  });
}
