const { imul } = Math;

/**
 * Returns the MurmurHash3_x86_32 of `bytes` with seed 0, as a signed 32-bit integer.
 *
 * Source: Austin Appleby's reference implementation. The result equals Python's `mmh3.hash`.
 *
 * @example
 * murmur3(new TextEncoder().encode('hello')); // => 613153351
 */
export function murmur3(bytes: Uint8Array): number {
  const blocks = bytes.length & ~3;
  let hash = 0;
  for (let index = 0; index < blocks; index += 4) {
    const block = bytes[index]! | (bytes[index + 1]! << 8) | (bytes[index + 2]! << 16) | (bytes[index + 3]! << 24);
    hash ^= mixBlock(block);
    hash = imul(rotateLeft(hash, 13), 5) + 0xe6546b64;
  }
  let tail = 0;
  for (let index = bytes.length - 1; index >= blocks; index--) tail = (tail << 8) | bytes[index]!;
  hash ^= mixBlock(tail);
  hash ^= bytes.length;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Mixes one block. The result for 0 is 0, so a missing tail changes nothing. */
function mixBlock(block: number): number {
  return imul(rotateLeft(imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
