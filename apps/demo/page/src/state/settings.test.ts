import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DEFAULT_SETTINGS, readSettings, writeSettings, type Settings } from './settings.ts';

describe("settings in the page's address", () => {
  it('are empty when all settings have their defaults', () => {
    expect(writeSettings(DEFAULT_SETTINGS)).toBe('');
    expect(readSettings('')).toEqual(DEFAULT_SETTINGS);
  });

  it('are read back unchanged with any query', () => {
    const settings: fc.Arbitrary<Settings> = fc.record({
      query: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
      collection: fc.string({ minLength: 1 }),
      way: fc.constantFrom('two', 'cascade'),
      firstStage: fc.constantFrom('dense', 'words', 'hybrid'),
      rerank: fc.boolean(),
      candidates: fc.integer({ min: 1, max: 100 }),
      topK: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
      compare: fc.boolean(),
    });
    fc.assert(
      fc.property(settings, (some) => {
        expect(readSettings(writeSettings(some))).toEqual(some);
      }),
    );
  });

  it.each([
    '?candidates=0',
    '?candidates=101',
    '?candidates=1e1',
    '?candidates=',
    '?top=-3',
    '?first=sparse',
    '?way=three',
    '?rerank=maybe',
  ])('have their defaults when %s is invalid', (search) => expect(readSettings(search)).toEqual(DEFAULT_SETTINGS));
});
