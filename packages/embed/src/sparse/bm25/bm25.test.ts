import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { atOnce } from './__fixtures__/at-once.ts';
import { Bm25 } from './bm25.ts';
import { type Bm25Options, readBm25Options } from './bm25-options.ts';
import { bm25Languages } from './languages.ts';
import { murmur3 } from './murmur3.ts';
import { loadStemmer } from './stemmers.ts';
import { cutBetweenWords, splitWords } from './words.ts';

interface Golden {
  documents: { language: string; text: string; stemmed: string[]; indices: number[]; values: number[] }[];
  queries: { language: string; text: string; indices_sorted: number[] }[];
  options: { options: Record<string, unknown>; text: string; indices: number[]; values: number[] }[];
  stems: { language: string; word: string; stem: string; murmur3_32_signed: number }[];
}

const golden = JSON.parse(readFileSync(new URL('../../__fixtures__/sparse.json', import.meta.url), 'utf8')) as Golden;
const load = (options: Bm25Options = {}): Promise<Bm25> => Bm25.load(readBm25Options(options));
const encoder = new TextEncoder();

function expectVector(
  { indices, values }: { indices: Uint32Array; values: Float32Array },
  expected: { indices: number[]; values: number[] },
): void {
  expect([...indices]).toEqual(expected.indices);
  expect([...values]).toEqual(expected.values.map((value) => expect.closeTo(value, 6)));
}

describe('Bm25', () => {
  test.each(golden.documents)(
    "returns FastEmbed's stems, ids and weights for the passage $text",
    async ({ language, text, ...expected }) => {
      const bm25 = await load({ language: language as 'english' });
      expect([...bm25.stemsOf(text)].flat()).toEqual(expected.stemmed);
      expectVector(atOnce(bm25.passageVector(text)), expected);
    },
  );

  test.each(golden.queries)(
    "returns FastEmbed's ids for the query $text, each once with weight 1",
    async ({ language, text, indices_sorted: ids }) => {
      const { indices, values } = atOnce((await load({ language: language as 'english' })).queryVector(text));
      expect([...indices].toSorted((a, b) => a - b)).toEqual(ids);
      expect([...values]).toEqual(ids.map(() => 1));
    },
  );

  test.each(golden.options)("returns FastEmbed's vector with $options", async ({ options, text, ...expected }) => {
    const names = {
      avg_len: 'averageLength',
      token_max_length: 'maxWordLength',
      stopwords: 'stopWords',
      disable_stemmer: 'disableStemmer',
    };
    const renamed = Object.entries(options).map(([key, value]) => [names[key as keyof typeof names] ?? key, value]);
    expectVector(atOnce((await load(Object.fromEntries(renamed) as Bm25Options)).passageVector(text)), expected);
  });

  test.each(golden.stems)(
    "returns FastEmbed's stem $stem of $word",
    async ({ language, word, stem, murmur3_32_signed: hash }) => {
      expect((await loadStemmer(language as 'english'))(word)).toBe(stem);
      expect(murmur3(encoder.encode(stem))).toBe(hash);
    },
  );
});

describe('words', () => {
  it('are runs of letters, digits and underscores; marks and a lone underscore separate', () => {
    expect(splitWords('Crème_brûlée, 2 _ x__y e\u0301t')).toEqual(['crème_brûlée', '2', 'x__y', 'e', 't']);
    expect(splitWords('İstanbul')).toEqual(['i', 'stanbul']);
  });

  it('are the same when a text is cut into slices, of which none cuts a word', () => {
    // A sigma is lower-cased by the letters around it.
    const unit = fc.constantFrom('bee', 'ΟΔΟΣ', 'Σ', '𐐨', 'İ', '\ud800', '\u0301', '_', ' ', '\n', '. ', '’', '蜜蜂');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), (units, length) => {
        const text = units.join('');
        const slices = [...cutBetweenWords(text, length)];
        expect(slices.map(({ slice }) => slice).join('')).toBe(text);
        expect(slices.every(({ start, slice }) => text.startsWith(slice, start))).toBe(true);
        expect(slices.flatMap(({ slice }) => splitWords(slice))).toEqual(splitWords(text));
      }),
    );
    expect([...cutBetweenWords('the bees make honey', 4)].map(({ slice }) => slice)).toEqual([
      'the bees',
      ' make',
      ' honey',
    ]);
  });

  it('longer than the limit are left out, counted in code points', async () => {
    const bm25 = await load({ maxWordLength: 3, disableStemmer: true });
    expect([...bm25.stemsOf('abc abcd 𐐨𐐨𐐨 𐐨𐐨𐐨𐐨')].flat()).toEqual(['abc', '𐐨𐐨𐐨']);
  });
});

test('murmur3 equals the reference for texts of every tail length', () => {
  // From Python: [mmh3.hash('abcdefghi'[:n]) for n in range(10)]
  const expected = [
    0, 1009084850, -1681926305, -1277324294, 1139631978, -392455434, 1635893381, -2009294074, 1239272644, 1108608752,
  ];
  expect(expected.map((_, length) => murmur3(encoder.encode('abcdefghi'.slice(0, length))))).toEqual(expected);
});

test.each(bm25Languages)(
  '%s: a passage has finite positive weights, each id once, and its query has a subset of the ids',
  async (language) => {
    const bm25 = await load({ language });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const { indices, values } = atOnce(bm25.passageVector(text));
        expect(new Set(indices).size).toBe(indices.length);
        expect(values.every((value) => Number.isFinite(value) && value > 0)).toBe(true);
        expect(new Set(atOnce(bm25.queryVector(text)).indices)).toEqual(new Set(indices));
      }),
      { numRuns: 50 },
    );
  },
);

test('the weight of a word grows with its frequency and falls with the length of the text', async () => {
  const bm25 = await load();
  const weight = (text: string): number => atOnce(bm25.passageVector(text)).values[0]!;
  expect(weight('whale whale')).toBeGreaterThan(weight('whale'));
  expect(weight('whale ship ship sea')).toBeLessThan(weight('whale'));
});

test.each([{ language: 'klingon' }, { k: -1 }, { b: 1.5 }, { averageLength: 0 }, { maxWordLength: 0 }, { k: NaN }])(
  'the options %o are refused',
  (options) => {
    expect(() => readBm25Options(options as Bm25Options)).toThrow(/must|expected|Use|between|one of/i);
  },
);
