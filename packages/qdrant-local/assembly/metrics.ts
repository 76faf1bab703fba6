// Shared code of the float kernels: a term of each metric's sum, the sum's total, and the address of a row.

export class Dot {}
export class Euclid {}
export class Manhattan {}

/** Returns four products, squared differences or absolute differences. */
export function termOf<Metric>(a: v128, b: v128): v128 {
  if (idof<Metric>() == idof<Dot>()) return f32x4.mul(a, b);
  const difference = f32x4.sub(a, b);
  if (idof<Metric>() == idof<Euclid>()) return f32x4.mul(difference, difference);
  return f32x4.abs(difference);
}

/** Returns (s0 + s1) + (s2 + s3), or the worst finite number when the result is infinite in the worse direction. */
export function totalOf<Metric>(sums: v128): f32 {
  const left = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  const right = f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  if (idof<Metric>() == idof<Dot>()) return max<f32>(left + right, -f32.MAX_VALUE);
  return min<f32>(left + right, f32.MAX_VALUE);
}

/** Rows with this many elements or fewer are summed in sequence; src/vectors/distances.ts explains why. */
export const SEQUENTIAL_ELEMENTS: usize = 16;

/**
 * Adds four terms of each of four rows to the rows' sums, in sequence. Each lane of `sums` is a row. Each lane of `terms0` is a term
 * of the first row.
 */
export function addInSequence(sums: v128, terms0: v128, terms1: v128, terms2: v128, terms3: v128): v128 {
  const left = i32x4.shuffle(terms0, terms1, 0, 4, 1, 5);
  const right = i32x4.shuffle(terms2, terms3, 0, 4, 1, 5);
  const laterLeft = i32x4.shuffle(terms0, terms1, 2, 6, 3, 7);
  const laterRight = i32x4.shuffle(terms2, terms3, 2, 6, 3, 7);
  sums = f32x4.add(sums, i64x2.shuffle(left, right, 0, 2));
  sums = f32x4.add(sums, i64x2.shuffle(left, right, 1, 3));
  sums = f32x4.add(sums, i64x2.shuffle(laterLeft, laterRight, 0, 2));
  return f32x4.add(sums, i64x2.shuffle(laterLeft, laterRight, 1, 3));
}

/** Stores the totals of four rows, one per lane. The worst finite number replaces an infinite total. */
export function storeSums<Metric>(out: usize, sums: v128): void {
  if (idof<Metric>() == idof<Dot>()) v128.store(out, f32x4.max(sums, f32x4.splat(-f32.MAX_VALUE)));
  else v128.store(out, f32x4.min(sums, f32x4.splat(f32.MAX_VALUE)));
}

/** Stores the totals of four consecutive rows. */
export function storeTotals<Metric>(out: usize, sums0: v128, sums1: v128, sums2: v128, sums3: v128): void {
  store<f32>(out, totalOf<Metric>(sums0));
  store<f32>(out, totalOf<Metric>(sums1), 4);
  store<f32>(out, totalOf<Metric>(sums2), 8);
  store<f32>(out, totalOf<Metric>(sums3), 12);
}

export function rowAt(rows: usize, bytes: usize, slots: usize, index: usize): usize {
  const number = slots == 0 ? index : <usize>load<u32>(slots + 4 * index);
  return rows + number * bytes;
}
