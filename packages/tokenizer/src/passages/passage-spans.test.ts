import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { passageSpans } from './passage-spans.ts';

describe('passageSpans', () => {
  const positions = fc.uniqueArray(fc.nat(400)).map((list) => new Set(list));
  const options = fc
    .record({ tokenCount: fc.nat(400), room: fc.integer({ min: 1, max: 80 }), sentences: positions, words: positions })
    .chain((drawn) => fc.nat(drawn.room - 1).map((overlap) => ({ ...drawn, overlap })));

  it('covers every token in order and keeps to the room and the overlap', () => {
    fc.assert(
      fc.property(options, ({ tokenCount, room, overlap, sentences, words }) => {
        const spans = passageSpans({ tokenCount, room, overlap, borders: [sentences, words] });
        expect(spans[0]!.start).toBe(0);
        expect(spans.at(-1)!.end).toBe(tokenCount);
        for (const [index, { start, end }] of spans.entries()) {
          expect(end - start).toBeLessThanOrEqual(room);
          const next = spans[index + 1];
          if (next === undefined) continue;
          expect(next.start).toBeGreaterThan(start);
          expect(next.start).toBeLessThanOrEqual(end);
          expect(end - next.start).toBeLessThanOrEqual(Math.max(overlap, 0));
        }
      }),
    );
  });

  it('ends at the last sentence end of the second half and starts at a sentence within the overlap', () => {
    const borders = [new Set([2, 7, 9, 14]), new Set([1, 3, 5, 8])];
    expect(passageSpans({ tokenCount: 20, room: 10, overlap: 3, borders })).toEqual([
      { start: 0, end: 9 },
      { start: 7, end: 14 },
      { start: 14, end: 20 },
    ]);
  });

  it('falls back to word borders, then to the room itself', () => {
    expect(passageSpans({ tokenCount: 12, room: 8, overlap: 0, borders: [new Set(), new Set([6])] })).toEqual([
      { start: 0, end: 6 },
      { start: 6, end: 12 },
    ]);
    expect(passageSpans({ tokenCount: 5, room: 2, overlap: 1, borders: [] })).toEqual([
      { start: 0, end: 2 },
      { start: 1, end: 3 },
      { start: 2, end: 4 },
      { start: 3, end: 5 },
    ]);
  });

  it('returns one span for a document that fits', () => {
    expect(passageSpans({ tokenCount: 8, room: 8, overlap: 2, borders: [] })).toEqual([{ start: 0, end: 8 }]);
  });
});
