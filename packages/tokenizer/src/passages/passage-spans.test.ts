import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { passageSpans, type PassageSpansOptions, type TokenSpan } from './passage-spans.ts';

const lengthOf = async ({ start, end }: TokenSpan): Promise<number> => end - start;
const everywhere = new Set(Array.from({ length: 500 }, (_, position) => position));

describe('passageSpans', () => {
  const positions = fc.uniqueArray(fc.nat(400)).map((list) => new Set(list));
  const options = fc
    .record({
      tokenCount: fc.integer({ min: 1, max: 400 }),
      room: fc.integer({ min: 1, max: 80 }),
      cuts: fc.oneof(fc.constant(everywhere), positions),
      sentences: positions,
      words: positions,
      extra: fc.nat(5),
    })
    .chain((drawn) => fc.nat(drawn.room - 1).map((overlap) => ({ ...drawn, overlap })));

  it('covers every token in order and keeps to the room, the overlap and the cuts', async () => {
    await fc.assert(
      fc.asyncProperty(options, async ({ tokenCount, room, overlap, cuts, sentences, words, extra }) => {
        const borders = [sentences, words].map((kind) => new Set([...kind].filter((position) => cuts.has(position))));
        // Some passages have more tokens alone than in the document.
        const countAlone = async ({ start, end }: TokenSpan) => end - start + (start % 3 === 0 ? extra : 0);
        const spans = await passageSpans({ tokenCount, room, overlap, cuts, borders, countAlone });
        expect(spans[0]!.start).toBe(0);
        expect(spans.at(-1)!.end).toBe(tokenCount);
        for (const [index, { start, end, tokens }] of spans.entries()) {
          expect(tokens).toBe(await countAlone({ start, end }));
          if (tokens > room) {
            for (let position = start + 1; position < end; position++) expect(cuts.has(position)).toBe(false);
          }
          const next = spans[index + 1];
          if (next === undefined) continue;
          expect(cuts.has(end) && cuts.has(next.start)).toBe(true);
          expect(next.start).toBeGreaterThan(start);
          expect(next.start).toBeLessThanOrEqual(end);
          expect(end - next.start).toBeLessThanOrEqual(overlap);
        }
      }),
    );
  });

  const split = async (given: Omit<PassageSpansOptions, 'countAlone' | 'cuts'>): Promise<TokenSpan[]> => {
    const spans = await passageSpans({ cuts: everywhere, countAlone: lengthOf, ...given });
    return spans.map(({ start, end }) => ({ start, end }));
  };

  it('ends at the last sentence end of the second half and starts at a sentence within the overlap', async () => {
    const borders = [new Set([2, 7, 9, 14]), new Set([1, 3, 5, 8])];
    expect(await split({ tokenCount: 20, room: 10, overlap: 3, borders })).toEqual([
      { start: 0, end: 9 },
      { start: 7, end: 14 },
      { start: 14, end: 20 },
    ]);
  });

  it('falls back to word borders, then to the room itself', async () => {
    expect(await split({ tokenCount: 12, room: 8, overlap: 0, borders: [new Set(), new Set([6])] })).toEqual([
      { start: 0, end: 6 },
      { start: 6, end: 12 },
    ]);
    expect(await split({ tokenCount: 5, room: 2, overlap: 1, borders: [] })).toEqual([
      { start: 0, end: 2 },
      { start: 1, end: 3 },
      { start: 2, end: 4 },
      { start: 3, end: 5 },
    ]);
  });

  it('ends earlier when the passage has more tokens alone, and the next passage starts there', async () => {
    const countAlone = async ({ start, end }: TokenSpan) => end - start + (start === 0 ? 2 : 0);
    const spans = await passageSpans({ tokenCount: 9, room: 5, overlap: 0, cuts: everywhere, borders: [], countAlone });
    expect(spans).toEqual([
      { start: 0, end: 3, tokens: 5 },
      { start: 3, end: 8, tokens: 5 },
      { start: 8, end: 9, tokens: 1 },
    ]);
  });

  it('returns one span for a document that fits', async () => {
    expect(await split({ tokenCount: 8, room: 8, overlap: 2, borders: [] })).toEqual([{ start: 0, end: 8 }]);
  });
});
