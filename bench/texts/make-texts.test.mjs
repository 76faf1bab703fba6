import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { giantAmong, mixed, uniform } from './lengths.mjs';
import { checkLengths, countWords, makeTexts } from './make-texts.mjs';
import { createRandom } from './random.mjs';
import { WORDS } from './word-list.mjs';

// Words that the tokenizer below counts as one, two and three tokens.
const words = ['a', 'harbour', 'ptarmigan', 'tea', 'moss', 'lichen'].map((word, index) => ({
  word,
  tokens: 1 + (index % 3),
}));

/** A stub tokenizer that knows the words of the list and the full stop. */
const tokenizer = {
  encodeBatch: async (/** @type {readonly string[]} */ texts) =>
    texts.map((text) => {
      const parts = text.toLowerCase().match(/[a-z]+|\./g) ?? [];
      const counts = parts.map((part) => words.find(({ word }) => word === part)?.tokens ?? 1);
      const length = 2 + counts.reduce((sum, count) => sum + count, 0);
      return { inputIds: new Int32Array(length), truncatedTokens: 0 };
    }),
};

/** @param {number} seed */
function draw(seed) {
  return Array.from({ length: 1000 }, createRandom(seed));
}

describe('the texts', () => {
  it('have exactly the requested lengths', async () => {
    const property = fc.asyncProperty(fc.integer(), fc.integer({ min: 8, max: 60 }), async (seed, tokens) => {
      const texts = makeTexts({ words, seed, count: 20, length: uniform(tokens) });
      await checkLengths(texts, tokenizer);
      expect(texts.map((one) => one.tokens)).toEqual(Array.from({ length: 20 }, () => tokens));
    });
    await fc.assert(property);
  });

  it('are all different, and a longer list starts with the texts of a shorter list', () => {
    const long = makeTexts({ words, seed: 1, count: 300, length: uniform(16) }).map(({ text }) => text);
    const short = makeTexts({ words, seed: 1, count: 100, length: uniform(16) }).map(({ text }) => text);
    expect(new Set(long).size).toBe(300);
    expect(long.slice(0, 100)).toEqual(short);
  });

  it('are rejected when the tokenizer returns another number of tokens', async () => {
    const [{ text } = { text: '' }] = makeTexts({ words, seed: 2, count: 1, length: uniform(10) });
    await expect(checkLengths([{ text, tokens: 11 }], tokenizer)).rejects.toThrow('has 10 tokens instead of 11');
  });

  it('consist of words that are counted without special tokens', async () => {
    const counted = await countWords(tokenizer);
    expect(counted).toHaveLength(WORDS.length);
    expect(counted.find(({ word }) => word === 'lichen')?.tokens).toBe(3);
  });
});

describe('the lengths', () => {
  it('of mixed texts have the median 64 and are from 4 to 256', () => {
    const random = createRandom(7);
    const lengths = Array.from({ length: 20_001 }, () => mixed(random)).toSorted((a, b) => a - b);
    expect(lengths[0]).toBeGreaterThanOrEqual(4);
    expect(lengths.at(-1)).toBe(256);
    expect(lengths[10_000]).toBeGreaterThan(62);
    expect(lengths[10_000]).toBeLessThan(66);
  });

  it('of giantAmong contain the maximum length once in 32 texts', () => {
    const drawLength = giantAmong(16);
    const lengths = Array.from({ length: 32 }, () => drawLength(Math.random));
    expect(lengths.filter((length) => length === 256)).toHaveLength(1);
    expect(lengths.filter((length) => length === 16)).toHaveLength(31);
  });
});

describe('random numbers', () => {
  it('are the same for the same seed, differ for another seed, and are from 0 to below 1', () => {
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    expect(Math.min(...draw(5))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draw(5))).toBeLessThan(1);
  });
});
