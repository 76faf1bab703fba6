// SIMD kernels for MaxSim over rows of codes (src/vectors/packed/code-formats.ts): the best row for each row of a query.
//
// Four rows at a time are decoded to 16-bit integers. Each pair of query rows, also integers, is multiplied with all four: their eight
// sums fit the registers. The sums are exact, so their order does not matter.

/**
 * Updates `best`, two f64 for each row of the query, to the maximum of its present value and the scaled products of that row
 * with `count` rows of codes.
 *
 * A row of the query is `stride` bytes long, a multiple of 64, with zeros after its last number. The bytes after the codes of a row
 * therefore do not matter. The number of query rows is even. For 4-bit codes, each group of 32 query numbers is ordered 0, 4, 8,
 * ..., then 1, 5, 9, ..., and so on. `codes` is room for four such rows.
 *
 * The scale of a row of 8-bit codes is its last four bytes. The scale of a row of 4-bit codes is the element of `scales` whose
 * index is the row's last byte. The scale of all rows of 1-bit codes is the first element of `scales`.
 */
export function maxSimOfCodes(
  bits: usize,
  rows: usize,
  rowBytes: usize,
  count: usize,
  query: usize,
  stride: usize,
  queryCount: usize,
  codes: usize,
  scales: usize,
  best: usize,
): void {
  const codes1 = codes + stride;
  const codes2 = codes1 + stride;
  const codes3 = codes2 + stride;
  for (let index: usize = 0; index < count; index += 4) {
    // The last row is repeated to fill the group of four, which changes no maximum.
    const row0 = rows + index * rowBytes;
    const row1 = rows + min(index + 1, count - 1) * rowBytes;
    const row2 = rows + min(index + 2, count - 1) * rowBytes;
    const row3 = rows + min(index + 3, count - 1) * rowBytes;
    spellOut(bits, row0, stride, codes);
    spellOut(bits, row1, stride, codes1);
    spellOut(bits, row2, stride, codes2);
    spellOut(bits, row3, stride, codes3);
    const scales01 = scalePair(bits, row0, row1, rowBytes, scales);
    const scales23 = scalePair(bits, row2, row3, rowBytes, scales);
    let from = query;
    let to = best;
    for (let pair: usize = 0; pair < queryCount; pair += 2) {
      let left0 = i32x4.splat(0);
      let left1 = i32x4.splat(0);
      let left2 = i32x4.splat(0);
      let left3 = i32x4.splat(0);
      let right0 = i32x4.splat(0);
      let right1 = i32x4.splat(0);
      let right2 = i32x4.splat(0);
      let right3 = i32x4.splat(0);
      const end = from + stride;
      let at = codes;
      for (; from < end; from += 16) {
        const left = v128.load(from);
        const right = v128.load(from + stride);
        const numbers0 = v128.load(at);
        left0 = i32x4.add(left0, i32x4.dot_i16x8_s(left, numbers0));
        right0 = i32x4.add(right0, i32x4.dot_i16x8_s(right, numbers0));
        const numbers1 = v128.load(at + stride);
        left1 = i32x4.add(left1, i32x4.dot_i16x8_s(left, numbers1));
        right1 = i32x4.add(right1, i32x4.dot_i16x8_s(right, numbers1));
        const numbers2 = v128.load(at + 2 * stride);
        left2 = i32x4.add(left2, i32x4.dot_i16x8_s(left, numbers2));
        right2 = i32x4.add(right2, i32x4.dot_i16x8_s(right, numbers2));
        const numbers3 = v128.load(at + 3 * stride);
        left3 = i32x4.add(left3, i32x4.dot_i16x8_s(left, numbers3));
        right3 = i32x4.add(right3, i32x4.dot_i16x8_s(right, numbers3));
        at += 16;
      }
      from += stride;
      keepBest(to, sumsOf(left0, left1, left2, left3), scales01, scales23);
      keepBest(to + 16, sumsOf(right0, right1, right2, right3), scales01, scales23);
      to += 32;
    }
  }
}

/** Decodes a row to 16-bit integers. */
function spellOut(bits: usize, row: usize, stride: usize, codes: usize): void {
  if (bits == 8) {
    for (let at: usize = 0; at < stride; at += 16) v128.store(codes + at, v128.load8x8_s(row + at / 2));
  } else if (bits == 4) {
    const nibble = i16x8.splat(15);
    const zero = i16x8.splat(8);
    for (let at: usize = 0; at < stride; at += 64) {
      const four = v128.load(row + at / 4);
      v128.store(codes + at, i16x8.sub(v128.and(four, nibble), zero));
      v128.store(codes + at, i16x8.sub(v128.and(i16x8.shr_u(four, 4), nibble), zero), 16);
      v128.store(codes + at, i16x8.sub(v128.and(i16x8.shr_u(four, 8), nibble), zero), 32);
      v128.store(codes + at, i16x8.sub(i16x8.shr_u(four, 12), zero), 48);
    }
  } else {
    const early = i16x8(1, 2, 4, 8, 16, 32, 64, 128);
    const late = i16x8.shl(early, 8);
    const one = i16x8.splat(1);
    for (let at: usize = 0; at < stride; at += 32) {
      const bits = v128.load16_splat(row + at / 16);
      v128.store(codes + at, v128.or(i16x8.eq(v128.and(bits, early), early), one));
      v128.store(codes + at, v128.or(i16x8.eq(v128.and(bits, late), late), one), 16);
    }
  }
}

function scalePair(bits: usize, left: usize, right: usize, rowBytes: usize, scales: usize): v128 {
  const first = f64x2.splat(<f64>scaleAt(bits, left, rowBytes, scales));
  return f64x2.replace_lane(first, 1, <f64>scaleAt(bits, right, rowBytes, scales));
}

function scaleAt(bits: usize, row: usize, rowBytes: usize, scales: usize): f32 {
  if (bits == 8) return load<f32>(row + rowBytes - 4);
  if (bits == 4) return load<f32>(scales + 4 * <usize>load<u8>(row + rowBytes - 1));
  return load<f32>(scales);
}

/** Returns the sum of the lanes of each vector. */
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return i32x4.add(i64x2.shuffle(ab, cd, 0, 2), i64x2.shuffle(ab, cd, 1, 3));
}

function keepBest(best: usize, sums: v128, scales01: v128, scales23: v128): void {
  const low = f64x2.mul(f64x2.convert_low_i32x4_s(sums), scales01);
  const high = f64x2.mul(f64x2.convert_low_i32x4_s(i64x2.shuffle(sums, sums, 1, 0)), scales23);
  v128.store(best, f64x2.pmax(f64x2.pmax(v128.load(best), low), high));
}
