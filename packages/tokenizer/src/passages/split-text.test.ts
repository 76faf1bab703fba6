import { fileURLToPath } from 'node:url';

import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { Tokenizer } from '../tokenizer.ts';
import { createChunker } from './create-chunker.ts';
import { splitText } from './split-text.ts';

const model = fileURLToPath(new URL('../../../../models/all-minilm-l6-v2', import.meta.url));

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await Tokenizer.load(model);
});

const tokensOf = async (text: string): Promise<number> =>
  (await tokenizer.tokenize(text)).filter(({ isSpecial }) => !isSpecial).length;

describe('splitText', () => {
  it('splits between sentences', async () => {
    const text = 'Bees collect nectar. Ants farm lice.';
    const spans = await splitText(tokenizer, text, { maxTokens: 6 });
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['Bees collect nectar.', 'Ants farm lice.']);
    expect(spans).toEqual([
      { start: 0, end: 20 },
      { start: 21, end: 36 },
    ]);
  });

  it('returns one passage for a text that fits, and for the empty text', async () => {
    expect(await splitText(tokenizer, ' Short. ', { maxTokens: 6 })).toEqual([{ start: 0, end: 8 }]);
    expect(await splitText(tokenizer, '', { maxTokens: 1 })).toEqual([{ start: 0, end: 0 }]);
  });

  it('loses no word and keeps every passage within the limit', async () => {
    const words = fc.array(fc.constantFrom('bee', 'nectar.', 'unbelievable', 'Zürich!', '東京', '👩‍🚀', 'a-b'), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(words, fc.integer({ min: 6, max: 30 }), async (list, maxTokens) => {
        const text = list.join(' ');
        const spans = await splitText(tokenizer, text, { maxTokens, overlap: 0 });
        const passages = spans.map(({ start, end }) => text.slice(start, end));
        expect(passages.join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
        for (const passage of passages) expect(await tokensOf(passage)).toBeLessThanOrEqual(maxTokens);
      }),
      { numRuns: 50 },
    );
  });

  it.each([4, 10, 64])('loses no word of a text beyond a cap of %i characters', async (maxCharacters) => {
    const small = await Tokenizer.load(model, { maxCharacters });
    const parts = fc.array(fc.constantFrom('bee', 'nectar.', ' ', '\n\n', '          ', '東京', '😀', 'a-b'), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(parts, fc.integer({ min: 1, max: 30 }), async (list, maxTokens) => {
        const text = list.join('');
        const spans = await splitText(small, text, { maxTokens, overlap: 0 });
        const covered = spans.map(({ start, end }) => text.slice(start, end)).join('');
        expect(covered.replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
      }),
      { numRuns: 50 },
    );
  });

  it('splits a text beyond the cap as it splits one within the cap', async () => {
    const text = 'Bees collect nectar in spring.   Ants farm lice, they say. '.repeat(20).trim();
    const small = await Tokenizer.load(model, { maxCharacters: 100 });
    const options = { maxTokens: 20, overlap: 4 };
    expect(await splitText(small, text, options)).toEqual(await splitText(tokenizer, text, options));
  });

  it('reads a text beyond the default cap to its end', async () => {
    const text = `${'word '.repeat(200_002)}Bees make honey.`;
    const spans = await splitText(tokenizer, text, { maxTokens: 500 });
    expect(spans.at(-1)!.end).toBe(text.length);
  });

  it.each([{ maxTokens: 0 }, { maxTokens: 5, overlap: 5 }, { maxTokens: 5, overlap: -1 }, { maxTokens: 1.5 }])(
    'refuses %o',
    async (options) => {
      await expect(splitText(tokenizer, 'a', options)).rejects.toThrow(InvalidArgumentError);
    },
  );
});

it('createChunker splits as splitText does and names its settings', async () => {
  const chunker = createChunker(tokenizer, { maxTokens: 6, overlap: 0 });
  expect(chunker.name).toBe(`tokens 6 overlap 0 of ${tokenizer.vocabularySize}`);
  expect(createChunker(tokenizer, { maxTokens: 7 }).name).not.toBe(chunker.name);
  expect(await chunker.split('Bees collect nectar. Ants farm lice.')).toHaveLength(2);
});
