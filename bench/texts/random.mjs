// Pseudorandom numbers that are the same in every run and on every machine.

/**
 * Returns a function that returns numbers from 0 (inclusive) to 1 (exclusive), always the same for a seed (Mulberry32).
 *
 * @param {number} seed a 32-bit integer
 * @returns {() => number}
 */
export function createRandom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Returns a number from the standard normal distribution (Box and Muller, 1958).
 *
 * @param {() => number} random
 */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
