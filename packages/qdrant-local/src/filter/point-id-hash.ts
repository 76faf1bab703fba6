import type { PointId } from '@x/core';

/** A 64-bit word as two unsigned 32-bit numbers. */
export interface Word {
  readonly high: number;
  readonly low: number;
}

/** The four initial words of SipHash for a zero key, each as its low and its high half. */
const initialState = [
  [0x70736575, 0x736f6d65],
  [0x6e646f6d, 0x646f7261],
  [0x6e657261, 0x6c796765],
  [0x79746573, 0x74656462],
].flat();

/** The positions of the low halves of the words; each high half follows its low half. */
const [a, b, c, d] = [0, 2, 4, 6] as const;

// The words are stored as two 32-bit halves, because bigints are a hundred times slower. One shared array is safe, because the hash is computed without pauses.
const state = new Int32Array(8);

/** Returns which of `total` equal parts of all ids contains this id: its hash modulo `total`, a whole number below 2^32. */
export function sliceOf(id: PointId, total: number): number {
  const { high, low } = pointIdHash(id);
  // Computed in parts that stay below 2^53.
  const withMiddle = ((high % total) * 0x10000 + (low >>> 16)) % total;
  return (withMiddle * 0x10000 + (low & 0xffff)) % total;
}

/**
 * Returns the hash by which a slice condition divides the ids: SipHash-2-4 with a zero key over the 8 little-endian bytes of an
 * integer id, or the 16 bytes of a UUID.
 *
 * Source: the description of `Slice` in Qdrant's OpenAPI; Aumasson and Bernstein, "SipHash: a fast short-input PRF".
 */
export function pointIdHash(id: PointId): Word {
  state.set(initialState);
  const words = idWords(id);
  for (const { high, low } of words) compress(high, low);
  compress((words.length * 8) << 24, 0);
  state[c]! ^= 0xff;
  for (let count = 0; count < 4; count++) round();
  return { high: xorHalves(1), low: xorHalves(0) };
}

function compress(high: number, low: number): void {
  state[d]! ^= low;
  state[d + 1]! ^= high;
  round();
  round();
  state[a]! ^= low;
  state[a + 1]! ^= high;
}

/** Returns the id's bytes as little-endian words. */
function idWords(id: PointId): Word[] {
  if (typeof id === 'number') return [{ high: Math.floor(id / 2 ** 32), low: id % 2 ** 32 }];
  if (typeof id === 'bigint') return [{ high: Number(id >> 32n), low: Number(id & 0xffffffffn) }];
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return [0, 8].map((offset) => ({ high: bytes.readUInt32LE(offset + 4), low: bytes.readUInt32LE(offset) }));
}

function round(): void {
  add(a, b);
  rotate(b, 13);
  xor(b, a);
  swapHalves(a);
  add(c, d);
  rotate(d, 16);
  xor(d, c);
  add(a, d);
  rotate(d, 21);
  xor(d, a);
  add(c, b);
  rotate(b, 17);
  xor(b, c);
  swapHalves(c);
}

function add(to: number, from: number): void {
  const low = (state[to]! >>> 0) + (state[from]! >>> 0);
  const carry = low > 0xffffffff ? 1 : 0;
  state[to] = low;
  state[to + 1] = state[to + 1]! + state[from + 1]! + carry;
}

function xor(to: number, from: number): void {
  state[to]! ^= state[from]!;
  state[to + 1]! ^= state[from + 1]!;
}

/** Rotates a word to the left, by less than 32 bits. */
function rotate(word: number, bits: number): void {
  const low = state[word]!;
  const high = state[word + 1]!;
  state[word] = (low << bits) | (high >>> (32 - bits));
  state[word + 1] = (high << bits) | (low >>> (32 - bits));
}

function swapHalves(word: number): void {
  const low = state[word]!;
  state[word] = state[word + 1]!;
  state[word + 1] = low;
}

function xorHalves(half: 0 | 1): number {
  return (state[a + half]! ^ state[b + half]! ^ state[c + half]! ^ state[d + half]!) >>> 0;
}
