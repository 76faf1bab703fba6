// SIMD kernels over rows in one memory. src/vectors/distances.ts and src/vectors/byte-distances.ts define what they compute, to the
// bit; src/vectors/kernels/simd-kernels.ts describes how they are called.
//
// Floats are scanned four rows at a time. A row's four running sums form one chain of additions, in which each waits for the one
// before, and four chains keep the adders busy. However, a processor does not prefetch memory that is read at four alternating
// places. The same loop therefore loads from the next four rows, one after the other from their first byte to their last.
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

export * from './list-kernels';
export * from './plane-kernels';
export * from './bfloat16-kernels';
export * from './code-kernels';

export function dotFloat32(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scoreFloats<Dot, f32>(query, rows, bytes, slots, count, out);
}

export function euclidFloat32(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scoreFloats<Euclid, f32>(query, rows, bytes, slots, count, out);
}

export function manhattanFloat32(
  query: usize,
  rows: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  scoreFloats<Manhattan, f32>(query, rows, bytes, slots, count, out);
}

export function dotFloat16(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scoreFloats<Dot, u16>(query, rows, bytes, slots, count, out);
}

export function euclidFloat16(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scoreFloats<Euclid, u16>(query, rows, bytes, slots, count, out);
}

export function manhattanFloat16(
  query: usize,
  rows: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  scoreFloats<Manhattan, u16>(query, rows, bytes, slots, count, out);
}

export function dotUint8(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scoreBytes<Dot>(query, rows, bytes, slots, count, out);
}

export function euclidUint8(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scoreBytes<Euclid>(query, rows, bytes, slots, count, out);
}

export function manhattanUint8(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scoreBytes<Manhattan>(query, rows, bytes, slots, count, out);
}

export function cosineUint8(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  const querySquare = sumOfQuerySquares(query, bytes);
  for (let index: usize = 0; index < count; index++) {
    const row = rowAt(rows, bytes, slots, index);
    let product = i32x4.splat(0);
    let square = i32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 8) {
      const elements = v128.load8x8_u(row + at);
      product = i32x4.add(product, i32x4.dot_i16x8_s(v128.load(query + 2 * at), elements));
      square = i32x4.add(square, i32x4.dot_i16x8_s(elements, elements));
    }
    store<f32>(out + 4 * index, cosine(sumOfLanes(product), querySquare, sumOfLanes(square)));
  }
}

function scoreFloats<Metric, Element>(
  query: usize,
  rows: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  const step: usize = 4 * sizeof<Element>();
  if (bytes <= SEQUENTIAL_ELEMENTS * sizeof<Element>()) {
    scoreShortFloats<Metric, Element>(query, rows, bytes, slots, count, out);
    return;
  }
  // Prefetches adjacent rows as one stream, and other rows one at a time, each during a quarter of the loop.
  const stretch = slots == 0 ? bytes : ((bytes / 4 + step - 1) / step) * step;
  let touched = i32x4.splat(0);
  let index: usize = 0;
  for (; index + 4 <= count; index += 4) {
    const row0 = rowAt(rows, bytes, slots, index);
    const row1 = rowAt(rows, bytes, slots, index + 1);
    const row2 = rowAt(rows, bytes, slots, index + 2);
    const row3 = rowAt(rows, bytes, slots, index + 3);
    let sums0 = f32x4.splat(0);
    let sums1 = f32x4.splat(0);
    let sums2 = f32x4.splat(0);
    let sums3 = f32x4.splat(0);
    let from = query;
    let at: usize = 0;
    for (let ahead = index + 4; at < bytes; ahead++) {
      let touch = rowAt(rows, bytes, slots, ahead < count || slots == 0 ? ahead : index);
      const end = min(at + stretch, bytes);
      for (; at < end; at += step) {
        const elements = v128.load(from);
        sums0 = f32x4.add(sums0, termOf<Metric>(elements, floatsAt<Element>(row0 + at)));
        sums1 = f32x4.add(sums1, termOf<Metric>(elements, floatsAt<Element>(row1 + at)));
        sums2 = f32x4.add(sums2, termOf<Metric>(elements, floatsAt<Element>(row2 + at)));
        sums3 = f32x4.add(sums3, termOf<Metric>(elements, floatsAt<Element>(row3 + at)));
        touched = v128.or(touched, v128.load(touch));
        touch += 4 * step;
        from += 16;
      }
    }
    storeTotals<Metric>(out + 4 * index, sums0, sums1, sums2, sums3);
  }
  // Stored at an address that is never read, because otherwise the compiler would remove the prefetching loads.
  v128.store(0, touched);
  for (; index < count; index++) {
    const row = rowAt(rows, bytes, slots, index);
    let sums = f32x4.splat(0);
    let from = query;
    for (let at: usize = 0; at < bytes; at += step) {
      sums = f32x4.add(sums, termOf<Metric>(v128.load(from), floatsAt<Element>(row + at)));
      from += 16;
    }
    store<f32>(out + 4 * index, totalOf<Metric>(sums));
  }
}

/** Scores rows of few elements. Up to three rows after the last one are scored needlessly; `out` has room for them. */
function scoreShortFloats<Metric, Element>(
  query: usize,
  rows: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  const step: usize = 4 * sizeof<Element>();
  for (let index: usize = 0; index < count; index += 4) {
    const row0 = rowAt(rows, bytes, slots, index);
    const row1 = rowAt(rows, bytes, slots, index + 1);
    const row2 = rowAt(rows, bytes, slots, index + 2);
    const row3 = rowAt(rows, bytes, slots, index + 3);
    let sums = f32x4.splat(0);
    let from = query;
    for (let at: usize = 0; at < bytes; at += step) {
      const elements = v128.load(from);
      sums = addInSequence(
        sums,
        termOf<Metric>(elements, floatsAt<Element>(row0 + at)),
        termOf<Metric>(elements, floatsAt<Element>(row1 + at)),
        termOf<Metric>(elements, floatsAt<Element>(row2 + at)),
        termOf<Metric>(elements, floatsAt<Element>(row3 + at)),
      );
      from += 16;
    }
    storeSums<Metric>(out + 4 * index, sums);
  }
}

/** Returns four float32 or float16 from an address as float32. Float16 must be finite. */
function floatsAt<Element>(address: usize): v128 {
  if (sizeof<Element>() == 4) return v128.load(address);
  // Moves sign, exponent and mantissa to their bits. The factor 2^112 corrects the exponent bias, and is exact for subnormals.
  const bits = v128.and(i32x4.shl(v128.load16x4_s(address), 13), i32x4.splat(0x8fffe000));
  return f32x4.mul(bits, f32x4.splat(reinterpret<f32>(0x77800000)));
}

function scoreBytes<Metric>(query: usize, rows: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  for (let index: usize = 0; index < count; index++) {
    const row = rowAt(rows, bytes, slots, index);
    let sums = i32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 8) {
      const a = v128.load(query + 2 * at);
      const b = v128.load8x8_u(row + at);
      if (idof<Metric>() == idof<Dot>()) {
        sums = i32x4.add(sums, i32x4.dot_i16x8_s(a, b));
      } else {
        const difference = i16x8.sub(a, b);
        if (idof<Metric>() == idof<Euclid>()) {
          sums = i32x4.add(sums, i32x4.dot_i16x8_s(difference, difference));
        } else {
          sums = i32x4.add(sums, i32x4.dot_i16x8_s(i16x8.abs(difference), i16x8.splat(1)));
        }
      }
    }
    store<f32>(out + 4 * index, <f32>sumOfLanes(sums));
  }
}

/** Returns an unsigned sum: 65,536 products of bytes exceed an i32 and just fit a u32. */
function sumOfLanes(sums: v128): u32 {
  const left = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
  const right = i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  return <u32>(left + right);
}

function sumOfQuerySquares(query: usize, bytes: usize): u32 {
  let sums = i32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 8) {
    const elements = v128.load(query + 2 * at);
    sums = i32x4.add(sums, i32x4.dot_i16x8_s(elements, elements));
  }
  return sumOfLanes(sums);
}

function cosine(product: u32, querySquare: u32, rowSquare: u32): f32 {
  if (querySquare == 0 || rowSquare == 0) return 0;
  return <f32>product / sqrt<f32>(<f32>querySquare * <f32>rowSquare);
}
