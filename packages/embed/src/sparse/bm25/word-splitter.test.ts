import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { atOnce } from './__fixtures__/at-once.ts';
import { Bm25 } from './bm25.ts';
import { type Bm25Options, readBm25Options } from './bm25-options.ts';
import { segmentWords } from './segment-words.ts';

const load = (options: Bm25Options): Promise<Bm25> => Bm25.load(readBm25Options(options));
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

function wordsOf(text: string): string[] {
  return [...segmentWords(segmenter, text)].flat().map(({ start, end }) => text.slice(start, end));
}

describe('a custom tokenizer', () => {
  const byComma = { tokenizer: (text: string) => text.split(','), disableStemmer: true };

  it('defines the words, which are lower-cased and filtered like others', async () => {
    const bm25 = await load({ ...byComma, stopWords: ['no'], maxWordLength: 8 });
    expect([...bm25.stemsOf('Queen bee,NO,,far too long,hive')].flat()).toEqual(['hive']);
    expect([...(await load(byComma)).stemsOf('Queen bee,hive')].flat()).toEqual(['queen bee', 'hive']);
    expect([...(await load({ tokenizer: byComma.tokenizer })).stemsOf('the,bees')].flat()).toEqual(['bee']);
  });

  it('is refused when it is async, and its rejection does not end the program', async () => {
    const rejects = (async () => {
      throw new Error('no words');
    }) as never;
    // An unhandled rejection would fail the test run.
    for (const bm25 of [await load({ tokenizer: rejects }), await load({ stemmer: rejects })]) {
      expect(() => [...bm25.stemsOf('bees')].flat()).toThrow(InvalidArgumentError);
    }
  });

  it('may return blank words, which are left out', async () => {
    const bm25 = await load({ tokenizer: () => ['  ', '', '\n', 'hive'], disableStemmer: true });
    expect([...bm25.stemsOf('a text')].flat()).toEqual(['hive']);
    expect([...(await load({ stemmer: () => ' ' })).stemsOf('bees hives')].flat()).toEqual([]);
  });

  it('yields the spans of its words, except words that differ from the text', async () => {
    const bm25 = await load(byComma);
    const text = 'Bee,hive,BEE';
    expect(atOnce(bm25.wordsOf(text)).map(({ start, end }) => text.slice(start, end))).toEqual(['Bee', 'hive', 'BEE']);
    const stemming = await load({ tokenizer: () => ['hive', 'bees', 'bee'], disableStemmer: true });
    expect(atOnce(stemming.wordsOf('İ hive bee')).map(({ start, end }) => [start, end])).toEqual([
      [2, 6],
      [7, 10],
    ]);
  });

  it.each([
    [undefined, 'tokenizer(text) must be an array of strings, but is undefined.'],
    ['bee', 'tokenizer(text) must be an array of strings, but is "bee".'],
    [Promise.resolve([]), 'tokenizer(text) must be an array of strings, but is a promise: await it first.'],
    [['bee', 7], 'tokenizer(text)[1] must be a string, but is 7.'],
    [Array(1), 'tokenizer(text)[0] must be a string, but is undefined.'],
  ])('is named in the error when it returns %j', async (words, message) => {
    const bm25 = await load({ tokenizer: () => words as string[] });
    for (const call of ['passageVector', 'queryVector', 'wordsOf'] as const) {
      expect(() => atOnce<unknown>(bm25[call]('bee'))).toThrow(InvalidArgumentError);
      expect(() => atOnce<unknown>(bm25[call]('bee'))).toThrow(message);
    }
  });
});

describe('a custom stemmer', () => {
  it("replaces the language's stemmer, is called once for each word, and may leave words out", async () => {
    const seen: string[] = [];
    const stemmer = (word: string): string => {
      seen.push(word);
      return word === 'drop' ? '' : word.slice(0, 3);
    };
    const bm25 = await load({ stemmer });
    expect([...bm25.stemsOf('The Beekeeper and the beehive, drop Beekeeper')].flat()).toEqual(['bee', 'bee', 'bee']);
    expect(seen).toEqual(['beekeeper', 'beehive', 'drop']);
  });

  it.each([[undefined], [null], [Promise.resolve('bee')]])(
    'is named in the error with its word when it returns %j',
    async (stem) => {
      const bm25 = await load({ stemmer: () => stem as unknown as string });
      expect(() => atOnce(bm25.passageVector('bees'))).toThrow(InvalidArgumentError);
      expect(() => atOnce(bm25.passageVector('bees'))).toThrow(/^stemmer\("bees"\) must be a string, but is /);
    },
  );
});

describe('the segmenter', () => {
  it.each([
    ['Chinese', '我喜欢吃蜂蜜。蜜蜂采集花蜜', '蜂蜜'],
    ['Japanese', 'ミツバチは花の蜜を集めて蜂蜜を作ります', '蜂蜜'],
    ['Korean', '벌은 꽃에서 꿀을 모읍니다', '꿀을'],
    ['Thai', 'ผึ้งทำน้ำผึ้งจากดอกไม้', 'ดอกไม้'],
    ['Lao', 'ເຜິ້ງເຮັດນ້ຳເຜິ້ງ', 'ເຮັດ'],
    ['Khmer', 'ឃ្មុំធ្វើទឹកឃ្មុំ', 'ធ្វើ'],
  ])('finds a word of %s in a passage', async (_, passage, word) => {
    const bm25 = await load({ tokenizer: 'segmenter' });
    const { indices } = atOnce(bm25.passageVector(passage));
    const query = atOnce(bm25.queryVector(word)).indices;
    expect(query).toHaveLength(1);
    expect(indices).toContain(query[0]);
    const spans = atOnce(bm25.wordsOf(passage)).filter(({ index }) => index === query[0]);
    expect(new Set(spans.map(({ start, end }) => passage.slice(start, end)))).toEqual(new Set([word]));
  });

  it('is necessary for texts without spaces, where a sentence is one word by default', async () => {
    const bm25 = await load({});
    expect([...bm25.stemsOf('我喜欢吃蜂蜜。ミツバチは花の蜜を集めて')].flat()).toEqual([
      '我喜欢吃蜂蜜',
      'ミツバチは花の蜜を集めて',
    ]);
  });

  it('lower-cases and stems words, and leaves out stop words', async () => {
    const bm25 = await load({ tokenizer: 'segmenter', locale: 'zh' });
    expect([...bm25.stemsOf('The Bees 采集 FLOWERS!')].flat()).toEqual(['bee', '采集', 'flower']);
  });

  it('finds the same words in a long text as in its sentences', () => {
    const sentences = ['我喜欢吃蜂蜜。', 'Bees make honey, 3.14 times! ', 'ผึ้งทำน้ำผึ้ง ', 'نحل يصنع العسل. ', '🐝 '];
    const long = fc.array(fc.constantFrom(...sentences), { minLength: 100, maxLength: 400 });
    fc.assert(
      fc.property(long, (parts) => {
        expect(wordsOf(parts.join(''))).toEqual(parts.flatMap(wordsOf));
      }),
      { numRuns: 20 },
    );
  });

  it('returns spans that do not overlap and that cover every letter of a text', () => {
    const unit = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.constantFrom('蜂蜜', 'ผึ้ง', 'a', ' '));
    const text = fc.tuple(fc.array(unit, { maxLength: 20 }), fc.integer({ min: 1, max: 120 }));
    fc.assert(
      fc.property(text, ([units, times]) => {
        const whole = units.join('').repeat(times);
        let end = 0;
        let outside = '';
        for (const span of [...segmentWords(segmenter, whole)].flat()) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          outside += whole.slice(end, span.start);
          end = span.end;
        }
        expect(/[a-zA-Z蜂ผ]/.test(outside + whole.slice(end))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps a word that is longer than a piece whole', () => {
    expect(wordsOf(`${'a'.repeat(3000)} b`)).toEqual(['a'.repeat(3000), 'b']);
  });
});

it.each([
  [{ tokenizer: 'spaces' }, 'tokenizer'],
  [{ locale: 'zh' }, 'locale'],
  [{ tokenizer: 'segmenter', locale: 'not a tag' }, 'locale'],
  [{ tokenizer: 'segmenter', locale: 7 }, 'locale'],
  [{ stemmer: 'porter' }, 'stemmer'],
  [{ stemmer: (word: string) => word, disableStemmer: true }, 'stemmer'],
  [{ noWordsPolicy: 'error' }, 'noWordsPolicy'],
])('the options %o are refused', (options, parameter) => {
  expect(() => readBm25Options(options as Bm25Options)).toThrow(InvalidArgumentError);
  expect(() => readBm25Options(options as Bm25Options)).toThrow(new RegExp(`^${parameter} must`));
});
