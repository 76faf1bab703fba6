import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { keepTokens, keptLengths, type TruncationStrategy } from './truncation.ts';

const strategies: TruncationStrategy[] = ['longestFirst', 'onlyFirst', 'onlySecond'];
const lengths = fc.record({ first: fc.nat(300), second: fc.nat(300), room: fc.integer({ min: 2, max: 300 }) });

describe('keptLengths', () => {
  it('keeps both texts whole when they fit', () => {
    fc.assert(
      fc.property(lengths, fc.constantFrom(...strategies), ({ first, second, room }, strategy) => {
        fc.pre(first + second <= room);
        expect(keptLengths({ first, second, room, strategy })).toEqual({ first, second });
      }),
    );
  });

  it('fills the room exactly when the texts do not fit, and lengthens no text', () => {
    fc.assert(
      fc.property(lengths, fc.constantFrom(...strategies), ({ first, second, room }, strategy) => {
        fc.pre(first + second > room);
        const kept = keptLengths({ first, second, room, strategy });
        if (kept === undefined) return;
        expect(kept.first + kept.second).toBe(room);
        expect(kept.first).toBeLessThanOrEqual(first);
        expect(kept.second).toBeLessThanOrEqual(second);
      }),
    );
  });

  it('longestFirst equals removing one token at a time from the longer text', () => {
    fc.assert(
      fc.property(lengths, ({ first, second, room }) => {
        let [a, b] = [first, second];
        // Once both are equally long, the text that was shorter at first loses the next token; in a tie, the first text.
        const isFirstCut = (): boolean => (a === b ? first <= second : a > b);
        while (a + b > room) {
          if (isFirstCut()) a--;
          else b--;
        }
        expect(keptLengths({ first, second, room, strategy: 'longestFirst' })).toEqual({ first: a, second: b });
      }),
    );
  });

  it('returns undefined when the only text that may be cut would keep no token', () => {
    expect(keptLengths({ first: 30, second: 4, room: 20, strategy: 'onlySecond' })).toBeUndefined();
    expect(keptLengths({ first: 4, second: 30, room: 20, strategy: 'onlyFirst' })).toBeUndefined();
  });
});

describe('keepTokens', () => {
  it('keeps the start when cutting at the right and the end when cutting at the left', () => {
    const ids = Int32Array.of(1, 2, 3, 4);
    expect([...keepTokens(ids, 2, 'right')]).toEqual([1, 2]);
    expect([...keepTokens(ids, 2, 'left')]).toEqual([3, 4]);
    expect([...keepTokens(ids, 0, 'left')]).toEqual([]);
  });
});
