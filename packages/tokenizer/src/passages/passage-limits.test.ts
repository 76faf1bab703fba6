import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { Tokenizer } from '../tokenizer.ts';
import { splitText } from './split-text.ts';

const bert = fileURLToPath(new URL('../../../../models/all-minilm-l6-v2', import.meta.url));
const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });
const tokenizers = new Map<string, Tokenizer>();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'x-passages-'));
  const compressed = await readFile(new URL('../__fixtures__/tiny-tokenizers.json.gz', import.meta.url));
  const { bpe, unigram } = JSON.parse(gunzipSync(compressed).toString()) as Record<'bpe' | 'unigram', object>;
  const trimmed = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const files = {
    'byte-level BPE': bpe,
    'byte-level BPE with trimmed offsets': { ...bpe, post_processor: trimmed },
    'byte-level BPE in composed form': { ...bpe, normalizer: { type: 'NFC' } },
    Unigram: unigram,
  };
  tokenizers.set('WordPiece', await Tokenizer.load(bert));
  for (const [name, file] of Object.entries(files)) {
    const directory = join(folder, name);
    await mkdir(directory);
    await writeFile(join(directory, 'tokenizer.json'), JSON.stringify(file));
    tokenizers.set(name, await Tokenizer.load(directory, { maxLength: 512 }));
  }
  return () => rm(folder, { recursive: true });
});

async function tokensOf(tokenizer: Tokenizer, text: string): Promise<number> {
  const [around, counted] = await tokenizer.countTokens(['', text]);
  return counted! - around!;
}

const pieces = [
  ['bee', 'nectar. ', 'unbelievable', 'photosynthesis', 'Zürich! ', 'a-b', '3.14159', ' ', '\n\n', '   ', 'x7Qk_9zz'],
  ['東京都', '渋谷区。', '한국', '한국'.normalize('NFD'), '👩‍🚀', '🇩🇪', '𠀀', 'e\u0301\u0323', 'ß', 'ﬁ', 'ก็', '▁'],
];
const piece = fc.constantFrom(...pieces.flat());
const drawn = fc
  .record({
    text: fc.array(piece, { maxLength: 40 }).map((list) => list.join('')),
    maxTokens: fc.integer({ min: 1, max: 24 }),
  })
  .chain((one) => fc.nat(one.maxTokens - 1).map((overlap) => ({ ...one, overlap })));

describe.each([
  'WordPiece',
  'byte-level BPE',
  'byte-level BPE with trimmed offsets',
  'byte-level BPE in composed form',
  'Unigram',
])('passages of %s', (name) => {
  it('have at most maxTokens tokens when they are tokenized alone, unless they are one character', async () => {
    const tokenizer = tokenizers.get(name)!;
    await fc.assert(
      fc.asyncProperty(drawn, async ({ text, maxTokens, overlap }) => {
        for (const { start, end } of await splitText(tokenizer, text, { maxTokens, overlap })) {
          const passage = text.slice(start, end);
          if ((await tokensOf(tokenizer, passage)) <= maxTokens) continue;
          expect([...characters.segment(passage.trim())]).toHaveLength(1);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('contain more than white space, unless the text does not', async () => {
    const tokenizer = tokenizers.get(name)!;
    const blank = fc
      .constantFrom('\n', ' ', '\n\n\n', '\t', '　')
      .chain((one) => fc.nat(40).map((times) => one.repeat(times)));
    const spaced = fc.array(fc.oneof(piece, blank), { maxLength: 20 }).map((list) => list.join(''));
    await fc.assert(
      fc.asyncProperty(spaced, fc.integer({ min: 1, max: 24 }), async (text, maxTokens) => {
        const spans = await splitText(tokenizer, text, { maxTokens });
        const blanks = spans.filter(({ start, end }) => text.slice(start, end).trim() === '');
        expect(blanks).toHaveLength(text.trim() === '' ? 1 : 0);
      }),
      { numRuns: 80 },
    );
  });

  it('contain the whole text, each part once without an overlap', async () => {
    const tokenizer = tokenizers.get(name)!;
    await fc.assert(
      fc.asyncProperty(drawn, async ({ text, maxTokens }) => {
        const spans = await splitText(tokenizer, text, { maxTokens, overlap: 0 });
        const passages = spans.map(({ start, end }) => text.slice(start, end));
        expect(passages.join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
      }),
      { numRuns: 80 },
    );
  });
});

it('a character of more tokens than maxTokens is a passage of its own', async () => {
  const tokenizer = tokenizers.get('WordPiece')!;
  expect(await tokensOf(tokenizer, '한')).toBe(3);
  expect(await splitText(tokenizer, '한국', { maxTokens: 2 })).toEqual([
    { start: 0, end: 1 },
    { start: 1, end: 2 },
  ]);
});

it('splits between sentences and words when tokens contain the space before a word', async () => {
  const tokenizer = tokenizers.get('byte-level BPE')!;
  const text = 'The virus spread. A cell may die of an infection, they say.';
  const first = await tokensOf(tokenizer, 'The virus spread.');
  const [sentence] = await splitText(tokenizer, text, { maxTokens: first + 2, overlap: 0 });
  expect(text.slice(sentence!.start, sentence!.end)).toBe('The virus spread.');
  for (const { end } of await splitText(tokenizer, text, { maxTokens: 6, overlap: 0 })) {
    expect(text.slice(end)).toMatch(/^(?:\s|$)/u);
  }
});
