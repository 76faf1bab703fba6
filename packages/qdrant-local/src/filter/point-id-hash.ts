import type { PointId } from '@x/core';

const mask = (1n << 64n) - 1n;
/** The four words that SipHash starts from when its key is zero: "somepseudorandomlygeneratedbytes". */
const initialState = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n] as const;

/**
 * The number that a slice condition divides the ids by: SipHash-2-4 with a zero key over 8 little-endian bytes of an
 * integer id, or the 16 bytes of a UUID.
 *
 * Source: the description of `Slice` in Qdrant's OpenAPI; Aumasson and Bernstein, "SipHash: a fast short-input PRF".
 */
export function pointIdHash(id: PointId): bigint {
  const words = idWords(id);
  const state: State = [...initialState];
  for (const word of [...words, BigInt(words.length * 8) << 56n]) {
    state[3] ^= word;
    round(state);
    round(state);
    state[0] ^= word;
  }
  state[2] ^= 0xffn;
  for (let index = 0; index < 4; index++) round(state);
  return state[0] ^ state[1] ^ state[2] ^ state[3];
}

type State = [bigint, bigint, bigint, bigint];

/** The id's bytes as little-endian words of 64 bits. */
function idWords(id: PointId): bigint[] {
  if (typeof id !== 'string') return [BigInt(id)];
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return [bytes.readBigUInt64LE(0), bytes.readBigUInt64LE(8)];
}

function round(state: State): void {
  let [a, b, c, d] = state;
  a = (a + b) & mask;
  b = rotate(b, 13n) ^ a;
  a = rotate(a, 32n);
  c = (c + d) & mask;
  d = rotate(d, 16n) ^ c;
  a = (a + d) & mask;
  d = rotate(d, 21n) ^ a;
  c = (c + b) & mask;
  b = rotate(b, 17n) ^ c;
  c = rotate(c, 32n);
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

function rotate(word: bigint, bits: bigint): bigint {
  return ((word << bits) | (word >> (64n - bits))) & mask;
}
