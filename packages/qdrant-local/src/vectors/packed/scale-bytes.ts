// Components of embeddings are coded at scales from 2⁻²⁴ to 2¹³. In that range, adjacent scales differ by a factor of 2^(1/5);
// outside it they differ by a factor of 4. The whole range is 2⁻⁵² to 2¹²⁵, and 7 times 2¹²⁵ is still a finite float32.
const smallest = -52;
const finest = { from: -24, to: 13 };
const stepsPerFactor2 = 5;
const farStep = 2;

const highestCode = 7;
// A smaller quotient rounds to 7 or less.
const roundsToHighest = highestCode + 0.5;

/**
 * The scale for each byte, in ascending order, as float32.
 *
 * Adjacent scales are so close that the largest component of a row becomes code 7, never 6 (except in rows of extremely small
 * or large numbers). The codes of a row therefore stay the same when the row is multiplied by a number, for example normalized again.
 */
export const scaleOfByte: Float32Array = Float32Array.from(exponents(), (exponent) => 2 ** exponent);

/** Returns the byte of the smallest scale at which a row with this largest component has codes of at most 7. */
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
