import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { weighTokens } from './token-weights.ts';

const special = { start: 0, end: 0 };
const text = 'is honey, really?';
const spans = [
  special,
  { start: 0, end: 2 },
  { start: 3, end: 6 },
  { start: 6, end: 8 },
  { start: 8, end: 9 },
  { start: 10, end: 16 },
  { start: 16, end: 17 },
  special,
];
const honey = { start: 3, end: 8 };
const really = { start: 10, end: 16 };

describe('the weight of a token', () => {
  it('is the rarity of its word, even for a part of a word', () => {
    const words = [
      { ...honey, inverseDocumentFrequency: 2.5 },
      { ...really, inverseDocumentFrequency: 1 },
    ];
    expect(weighTokens(text, spans, words)).toEqual([0, 0.2, 2.5, 2.5, 0, 1, 0, 0]);
  });

  it('is at most 5 and at least 0.2', () => {
    const words = [
      { ...honey, inverseDocumentFrequency: 9 },
      { ...really, inverseDocumentFrequency: 0.01 },
    ];
    expect(weighTokens(text, spans, words)).toEqual([0, 0.2, 5, 5, 0, 0.2, 0, 0]);
  });

  it('is the same for all words of a query of stop words', () => {
    expect(weighTokens('is', [special, { start: 0, end: 2 }, special], [])).toEqual([0, 0.2, 0]);
  });

  it('is 1 for words of unknown rarity', () => {
    expect(weighTokens(text, spans, undefined)).toEqual([0, 1, 1, 1, 0, 1, 0, 0]);
  });

  it('is 1 for every token of a query without words', () => {
    expect(weighTokens('?!', [special, { start: 0, end: 1 }, { start: 1, end: 2 }, special], [])).toEqual([1, 1, 1, 1]);
    expect(weighTokens('', [special, special], undefined)).toEqual([1, 1]);
  });

  it('is never negative, and at least one token counts', () => {
    const span = fc.tuple(fc.nat(12), fc.nat(6)).map(([start, length]) => ({ start, end: start + length }));
    const word = fc
      .tuple(span, fc.double({ min: 0, max: 20, noNaN: true }))
      .map(([place, inverseDocumentFrequency]) => {
        return { ...place, inverseDocumentFrequency };
      });
    const query = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '?', '_', '7'), maxLength: 18 });
    const words = fc.option(fc.array(word), { nil: undefined });
    fc.assert(
      fc.property(query, fc.array(span, { minLength: 1 }), words, (someText, someSpans, someWords) => {
        const weights = weighTokens(someText, someSpans, someWords);
        expect(weights).toHaveLength(someSpans.length);
        expect(weights.every((weight) => weight >= 0 && weight <= 5)).toBe(true);
        expect(weights.some((weight) => weight > 0)).toBe(true);
      }),
    );
  });
});
