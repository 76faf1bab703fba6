// Kernels that find the scores of a block that pass a limit.

/** Writes `first` plus the positions of the scores that are larger than `limit` to `out`. Returns how many. */
export function listLarger(scores: usize, count: usize, limit: f32, first: u32, out: usize): usize {
  const limits = f32x4.splat(limit);
  let end = out;
  for (let index: usize = 0; index < count; index += 4) {
    const found = i32x4.bitmask(f32x4.gt(v128.load(scores + 4 * index), limits));
    end = listBits(found, index, count, first, end);
  }
  return (end - out) / 4;
}

/** Writes `first` plus the positions of the scores that are smaller than `limit` to `out`. Returns how many. */
export function listSmaller(scores: usize, count: usize, limit: f32, first: u32, out: usize): usize {
  const limits = f32x4.splat(limit);
  let end = out;
  for (let index: usize = 0; index < count; index += 4) {
    const found = i32x4.bitmask(f32x4.lt(v128.load(scores + 4 * index), limits));
    end = listBits(found, index, count, first, end);
  }
  return (end - out) / 4;
}

function listBits(bits: i32, index: usize, count: usize, first: u32, end: usize): usize {
  for (; bits != 0; bits &= bits - 1) {
    const position = index + ctz(bits);
    if (position >= count) return end;
    store<u32>(end, first + <u32>position);
    end += 4;
  }
  return end;
}
