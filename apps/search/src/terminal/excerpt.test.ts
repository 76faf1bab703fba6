import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { excerptOf } from './excerpt.ts';

const show = (text: string, matches: { start: number; end: number; weight: number }[] = []): string[] =>
  excerptOf(text, matches).map(({ start, end }) => text.slice(start, end));

const matchOf = (text: string, word: string, weight = 1): { start: number; end: number; weight: number } => ({
  start: text.indexOf(word),
  end: text.indexOf(word) + word.length,
  weight,
});

describe('excerptOf', () => {
  it('returns the first lines when nothing matched', () => {
    expect(show('one\ntwo\n\nthree\nfour')).toEqual(['one', 'two', 'three']);
  });

  it('returns the consecutive lines with the highest total weight', () => {
    const text = 'bees\none\ntwo\nthree\nhoney\nhives';
    expect(show(text, [matchOf(text, 'bees', 0.5), matchOf(text, 'honey', 0.3), matchOf(text, 'hives', 0.3)])).toEqual(['three', 'honey', 'hives']); // prettier-ignore
  });

  it('truncates a long line around its strongest match, between words', () => {
    const text = `${'first words '.repeat(50)}nectar ${'last words '.repeat(50)}`;
    const [line] = show(text, [matchOf(text, 'first', 0.1), matchOf(text, 'nectar', 0.9)]);
    expect(line!.length).toBeLessThanOrEqual(240);
    expect(line).toMatch(/^(first|words) .* nectar .* (last|words)$/);
  });

  it('returns at most three spans of at most 240 characters, in text order', () => {
    const text = fc.array(fc.oneof(fc.lorem({ maxCount: 80 }), fc.string(), fc.constant(''), fc.constant('x'.repeat(500))), { maxLength: 12 }).map((lines) => lines.join('\n')); // prettier-ignore
    const drawn = text.chain((drawnText) =>
      fc.record({
        text: fc.constant(drawnText),
        matches: fc.array(fc.record({ start: fc.nat(drawnText.length), length: fc.nat(12), weight: fc.double({ min: 0, max: 1, noNaN: true }) })), // prettier-ignore
      }),
    );
    fc.assert(
      fc.property(drawn, ({ text: whole, matches }) => {
        const spans = excerptOf(whole, matches.map(({ start, length, weight }) => ({ start, end: Math.min(start + length, whole.length), weight }))); // prettier-ignore
        expect(spans.length).toBeLessThanOrEqual(3);
        let at = 0;
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(whole.length);
          expect(end - start).toBeLessThanOrEqual(240);
          expect(whole.slice(start, end)).not.toContain('\n');
          at = end;
        }
        expect(spans.length > 0).toBe(whole.trim() !== '');
      }),
    );
  });
});
