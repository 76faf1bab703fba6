// SIMD kernels over float32 rows whose elements are split into two planes: the upper 16 bits of all rows, which are their bfloat16
// prefixes, and the lower 16 bits, their suffixes. Both planes together are the exact rows. The prefixes alone, half the bytes, show
// which rows can be skipped.
import {
  addInSequence,
  Dot,
  Euclid,
  Manhattan,
  rowAt,
  SEQUENTIAL_ELEMENTS,
  storeSums,
  storeTotals,
  termOf,
  totalOf,
} from './metrics';

export function dotPlanes(
  query: usize,
  prefix: usize,
  suffix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  scorePlanes<Dot>(query, prefix, suffix, bytes, slots, count, out);
}

export function euclidPlanes(
  query: usize,
  prefix: usize,
  suffix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  scorePlanes<Euclid>(query, prefix, suffix, bytes, slots, count, out);
}

export function manhattanPlanes(
  query: usize,
  prefix: usize,
  suffix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  scorePlanes<Manhattan>(query, prefix, suffix, bytes, slots, count, out);
}

/** Scores four rows at a time, as in kernels.ts, and prefetches the next rows in both planes. */
function scorePlanes<Metric>(
  query: usize,
  prefix: usize,
  suffix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  const toSuffix = suffix - prefix;
  if (bytes <= 2 * SEQUENTIAL_ELEMENTS) {
    scoreShortPlanes<Metric>(query, prefix, toSuffix, bytes, slots, count, out);
    return;
  }
  const stretch = slots == 0 ? bytes : (bytes / 4 + 15) & ~15;
  let touched = i32x4.splat(0);
  let index: usize = 0;
  for (; index + 4 <= count; index += 4) {
    let row0 = rowAt(prefix, bytes, slots, index);
    let row1 = rowAt(prefix, bytes, slots, index + 1);
    let row2 = rowAt(prefix, bytes, slots, index + 2);
    let row3 = rowAt(prefix, bytes, slots, index + 3);
    let sums0 = f32x4.splat(0);
    let sums1 = f32x4.splat(0);
    let sums2 = f32x4.splat(0);
    let sums3 = f32x4.splat(0);
    let from = query;
    let at: usize = 0;
    for (let ahead = index + 4; at < bytes; ahead++) {
      let touch = rowAt(prefix, bytes, slots, ahead < count || slots == 0 ? ahead : index);
      const end = min(at + stretch, bytes);
      for (; at < end; at += 16) {
        const left = v128.load(from);
        const right = v128.load(from, 16);
        sums0 = addTerms<Metric>(sums0, left, right, v128.load(row0), v128.load(row0 + toSuffix));
        sums1 = addTerms<Metric>(sums1, left, right, v128.load(row1), v128.load(row1 + toSuffix));
        sums2 = addTerms<Metric>(sums2, left, right, v128.load(row2), v128.load(row2 + toSuffix));
        sums3 = addTerms<Metric>(sums3, left, right, v128.load(row3), v128.load(row3 + toSuffix));
        touched = v128.or(touched, v128.or(v128.load(touch), v128.load(touch + toSuffix)));
        touch += 64;
        row0 += 16;
        row1 += 16;
        row2 += 16;
        row3 += 16;
        from += 32;
      }
    }
    storeTotals<Metric>(out + 4 * index, sums0, sums1, sums2, sums3);
  }
  v128.store(0, touched);
  for (; index < count; index++) {
    const row = rowAt(prefix, bytes, slots, index);
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const left = v128.load(query + 2 * at);
      const right = v128.load(query + 2 * at, 16);
      sums = addTerms<Metric>(sums, left, right, v128.load(row + at), v128.load(row + at + toSuffix));
    }
    store<f32>(out + 4 * index, totalOf<Metric>(sums));
  }
}

/** Scores rows of few elements. Up to three rows after the last one are scored needlessly; `out` has room for them. */
function scoreShortPlanes<Metric>(
  query: usize,
  prefix: usize,
  toSuffix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  for (let index: usize = 0; index < count; index += 4) {
    const row0 = rowAt(prefix, bytes, slots, index);
    const row1 = rowAt(prefix, bytes, slots, index + 1);
    const row2 = rowAt(prefix, bytes, slots, index + 2);
    const row3 = rowAt(prefix, bytes, slots, index + 3);
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const left = v128.load(query + 2 * at);
      const right = v128.load(query + 2 * at, 16);
      const prefix0 = v128.load(row0 + at);
      const prefix1 = v128.load(row1 + at);
      const prefix2 = v128.load(row2 + at);
      const prefix3 = v128.load(row3 + at);
      const suffix0 = v128.load(row0 + at + toSuffix);
      const suffix1 = v128.load(row1 + at + toSuffix);
      const suffix2 = v128.load(row2 + at + toSuffix);
      const suffix3 = v128.load(row3 + at + toSuffix);
      sums = addInSequence(
        sums,
        termOf<Metric>(left, firstFloats(prefix0, suffix0)),
        termOf<Metric>(left, firstFloats(prefix1, suffix1)),
        termOf<Metric>(left, firstFloats(prefix2, suffix2)),
        termOf<Metric>(left, firstFloats(prefix3, suffix3)),
      );
      sums = addInSequence(
        sums,
        termOf<Metric>(right, lastFloats(prefix0, suffix0)),
        termOf<Metric>(right, lastFloats(prefix1, suffix1)),
        termOf<Metric>(right, lastFloats(prefix2, suffix2)),
        termOf<Metric>(right, lastFloats(prefix3, suffix3)),
      );
    }
    storeSums<Metric>(out + 4 * index, sums);
  }
}

/** Adds the terms of eight elements, those on the left before those on the right. */
function addTerms<Metric>(sums: v128, left: v128, right: v128, prefix: v128, suffix: v128): v128 {
  const terms = f32x4.add(sums, termOf<Metric>(left, firstFloats(prefix, suffix)));
  return f32x4.add(terms, termOf<Metric>(right, lastFloats(prefix, suffix)));
}

/** Joins the first four of eight elements from their prefixes and suffixes; `lastFloats` joins the last four. */
function firstFloats(prefix: v128, suffix: v128): v128 {
  return i8x16.shuffle(suffix, prefix, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

function lastFloats(prefix: v128, suffix: v128): v128 {
  return i8x16.shuffle(suffix, prefix, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

/** Splits the float32 at `row` that have `bytes` bytes of prefixes. Returns the sum of their squares. */
export function splitRow(row: usize, prefix: usize, suffix: usize, bytes: usize): f64 {
  let squares = f64x2.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const left = v128.load(row + 2 * at);
    const right = v128.load(row + 2 * at, 16);
    const prefixLanes = i8x16.shuffle(left, right, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31);
    const suffixLanes = i8x16.shuffle(left, right, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29);
    v128.store(prefix + at, prefixLanes);
    v128.store(suffix + at, suffixLanes);
    squares = f64x2.add(squares, f64x2.add(squaresOf(left), squaresOf(right)));
  }
  return f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
}

function squaresOf(elements: v128): v128 {
  const low = f64x2.promote_low_f32x4(elements);
  const high = f64x2.promote_low_f32x4(
    i8x16.shuffle(elements, elements, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0),
  );
  return f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high));
}
