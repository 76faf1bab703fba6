// SIMD kernels over the bfloat16 prefixes of float32 rows (plane-kernels.ts), for approximate scores.
import { Dot, Euclid, Manhattan, rowAt, storeTotals, termOf } from './metrics';

export function dotPrefixes(query: usize, prefix: usize, bytes: usize, slots: usize, count: usize, out: usize): void {
  scorePrefixes<Dot>(query, prefix, bytes, slots, count, out);
}

export function euclidPrefixes(
  query: usize,
  prefix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  scorePrefixes<Euclid>(query, prefix, bytes, slots, count, out);
}

export function manhattanPrefixes(
  query: usize,
  prefix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  scorePrefixes<Manhattan>(query, prefix, bytes, slots, count, out);
}

/**
 * Computes scores from bfloat16 prefixes alone, each within a relative error of 2⁻⁷ of its element. In each group of eight query
 * elements, those at 0, 2, 4, 6 come before those at 1, 3, 5, 7. Two adjacent prefixes of a row form 32 bits: the first prefix
 * becomes a float32 by a shift. The second is used as it is, because the bits after it are less than its last bit.
 */
function scorePrefixes<Metric>(
  query: usize,
  prefix: usize,
  bytes: usize,
  slots: usize,
  count: usize,
  out: usize,
): void {
  // Prefetches adjacent rows as one stream, and other rows one at a time, each during a quarter of the loop.
  const stretch = 2 * (slots == 0 ? bytes : (bytes / 4 + 15) & ~15);
  const end = query + 2 * bytes;
  let touched = i32x4.splat(0);
  // Up to three rows after the last one are scored needlessly; `out` has room for them.
  for (let index: usize = 0; index < count; index += 4) {
    let row0 = rowAt(prefix, bytes, slots, index);
    let row1 = rowAt(prefix, bytes, slots, index + 1);
    let row2 = rowAt(prefix, bytes, slots, index + 2);
    let row3 = rowAt(prefix, bytes, slots, index + 3);
    let sums0 = f32x4.splat(0);
    let sums1 = f32x4.splat(0);
    let sums2 = f32x4.splat(0);
    let sums3 = f32x4.splat(0);
    let from = query;
    for (let ahead = index + 4; from < end; ahead++) {
      let touch = rowAt(prefix, bytes, slots, ahead < count || slots == 0 ? ahead : index);
      const stop = min(from + stretch, end);
      for (; from < stop; from += 32) {
        const even = v128.load(from);
        const odd = v128.load(from, 16);
        sums0 = f32x4.add(sums0, prefixTerms<Metric>(even, odd, v128.load(row0)));
        sums1 = f32x4.add(sums1, prefixTerms<Metric>(even, odd, v128.load(row1)));
        sums2 = f32x4.add(sums2, prefixTerms<Metric>(even, odd, v128.load(row2)));
        sums3 = f32x4.add(sums3, prefixTerms<Metric>(even, odd, v128.load(row3)));
        touched = v128.or(touched, v128.load(touch));
        touch += 64;
        row0 += 16;
        row1 += 16;
        row2 += 16;
        row3 += 16;
      }
    }
    storeTotals<Metric>(out + 4 * index, sums0, sums1, sums2, sums3);
  }
  v128.store(0, touched);
}

function prefixTerms<Metric>(even: v128, odd: v128, prefixes: v128): v128 {
  return f32x4.add(termOf<Metric>(even, i32x4.shl(prefixes, 16)), termOf<Metric>(odd, prefixes));
}
