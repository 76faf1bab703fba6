import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PortableTokenizer } from '../portable/portable-tokenizer.ts';
import { Tokenizer } from '../tokenizer.ts';
import { bert, bertTokens, type TokenizerCase, writeTokenizerCases } from './__fixtures__/tokenizer-cases.ts';
import type { TokenizerOptions } from '../tokenizer-options.ts';

const maxLength = 4000;
let cases: ReadonlyMap<string, TokenizerCase>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-special-tokens-'));
  cases = await writeTokenizerCases(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function openAll({ directory, isPortable }: TokenizerCase, specialTokens: 'literal' | 'parse') {
  const tokenizer = await Tokenizer.load(directory, {
    maxLength: directory.startsWith(folder) ? maxLength : 64,
    specialTokens,
  });
  const portable = isPortable === true ? [await PortableTokenizer.load(directory, { specialTokens })] : [];
  const [around] = await tokenizer.encodeBatch(['']);
  const offset = around!.inputIds.length;
  const readers: ((text: string) => Promise<Int32Array>)[] = [
    async (text) => {
      const tokens = (await tokenizer.tokenize(text)).filter(({ isSpecial }) => !isSpecial).map(({ id }) => id);
      const { inputIds, truncatedTokens } = await tokenizer.encode(text);
      expect(inputIds.length + truncatedTokens - offset).toBe(tokens.length);
      return Int32Array.from(tokens);
    },
    ...portable.map((one) => async (text: string) => one.encode(text, { maxLength, maxCodePoints: 100_000 }).inputIds),
  ];
  return { tokenizer, portable: portable[0], readers };
}

/** Returns variants of a name that a normalizer might turn back into the name. */
function spellingsOf(name: string): string[] {
  const wide = Array.from(name, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0)).join('');
  const letters = Array.from(name);
  return [
    name,
    name.toLowerCase(),
    name.toUpperCase(),
    wide,
    wide.toLowerCase(),
    letters.join('\u200b'),
    letters.join('\u00ad'),
    letters.join('\0'),
    letters.join('\u0301'),
    ` ${name} `,
    `▁${name}`,
    `##${name}`,
    `${name}</w>`,
    `<${name}>`,
  ];
}

const names = [
  ...bertTokens,
  '<s>',
  '</s>',
  '<mask>',
  '[DocumentMarker]',
  '<|endoftext|>',
  '<|pad|>',
  '[UNK]',
  '<unk>',
];
const hostile = fc.constantFrom(...names.flatMap(spellingsOf));
const filler = fc.oneof(
  fc.constantFrom(' ', '\n', 'bee', 'the', '東京', '!', '<', '>', '[', ']', '|'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const hostileText = fc
  .array(fc.oneof({ weight: 2, arbitrary: hostile }, filler), { maxLength: 20 })
  .map((parts) => parts.join(''));

const caseNames = [
  'BERT',
  'the bundled reranker',
  'cased BERT',
  'a static model',
  'WordPiece that splits only at spaces and lower-cases added tokens',
  'WordPiece without added tokens',
  'Unigram',
  'Unigram without declared special tokens',
  'byte-level BPE',
  'byte-level BPE with merges in the older format',
];

describe.each(caseNames)('%s', (name) => {
  it('never returns the id of a special token for a text, however the text spells it', async () => {
    const one = cases.get(name)!;
    const { tokenizer, readers } = await openAll(one, 'literal');
    const ids = new Set(one.special.map((special) => tokenizer.tokenId(special)!));
    expect(ids.has(undefined as never)).toBe(false);
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        for (const read of readers) expect((await read(text)).filter((id) => ids.has(id))).toHaveLength(0);
      }),
      { numRuns: 200 },
    );
  });

  it("returns the ids of special tokens in texts with 'parse'", async () => {
    const one = cases.get(name)!;
    const { tokenizer, readers } = await openAll(one, 'parse');
    const literal = await openAll(one, 'literal');
    expect(literal.tokenizer.vocabularySize).toBe(tokenizer.vocabularySize);
    expect(literal.tokenizer.padTokenId).toBe(tokenizer.padTokenId);
    for (const special of one.special) {
      const id = tokenizer.tokenId(special)!;
      expect(id, special).toBeTypeOf('number');
      expect(literal.tokenizer.tokenId(special)).toBe(id);
      if (literal.portable !== undefined) expect(literal.portable.tokenId(special)).toBe(id);
      for (const read of readers) {
        const isFound = [...(await read(special)), ...(await read(` ${special} `))].includes(id);
        expect(isFound, special).toBe(true);
      }
    }
  });

  it("reads texts without special tokens the same with 'literal' and 'parse'", async () => {
    const one = cases.get(name)!;
    const [literal, parsing] = [await openAll(one, 'literal'), await openAll(one, 'parse')];
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((drawn) => !/[<>[\]|]/u.test(drawn.normalize('NFKC')));
    await fc.assert(
      fc.asyncProperty(text, text, async (first, second) => {
        expect(await literal.tokenizer.encode(first)).toEqual(await parsing.tokenizer.encode(first));
        expect(await literal.tokenizer.encodePair(first, second)).toEqual(
          await parsing.tokenizer.encodePair(first, second),
        );
        expect(await literal.tokenizer.tokenSpans([first])).toEqual(await parsing.tokenizer.tokenSpans([first]));
        expect(await literal.tokenizer.tokenize(first)).toEqual(await parsing.tokenizer.tokenize(first));
        expect(await literal.readers.at(-1)!(first)).toEqual(await parsing.readers.at(-1)!(first));
      }),
      { numRuns: 50 },
    );
    expect(literal.portable?.medianTokenLength).toBe(parsing.portable?.medianTokenLength);
    expect(literal.portable?.unknownTokenId).toBe(parsing.portable?.unknownTokenId);
  });
});

it('reads a special token in a text as words, with their offsets', async () => {
  const { tokenizer } = await openAll(cases.get('BERT')!, 'literal');
  const tokens = await tokenizer.tokenize('bees [SEP] 🜀 [UNK]');
  expect(tokens.map(({ text }) => text)).toEqual(
    ['[CLS]', 'bees', '[', 'sep', ']', '[UNK]', '[', 'un', '##k', ']', '[SEP]'], // prettier-ignore
  );
  const [spans] = await tokenizer.tokenSpans(['bees [SEP]']);
  expect(spans!.map(({ start, end }) => 'bees [SEP]'.slice(start, end))).toEqual(['', 'bees', '[', 'SEP', ']', '']);
});

it('returns the same ids for a special token in a text as for its words separated by spaces', async () => {
  const { tokenizer } = await openAll(cases.get('the bundled reranker')!, 'literal');
  expect(await tokenizer.encode('bees [SEP] honey [CLS]')).toEqual(
    await tokenizer.encode('bees [ SEP ] honey [ CLS ]'),
  );
});

it("parses added tokens that are not special even with 'literal'", async () => {
  const { tokenizer } = await openAll(cases.get('byte-level BPE')!, 'literal');
  expect([...(await tokenizer.encode('a |||EMAIL||| b')).inputIds]).toContain(1506);
});

it('never returns an id of reservedTokenIds for a text', async () => {
  const { directory } = cases.get('Unigram')!;
  const copy = join(folder, 'reserved');
  await cp(directory, copy, { recursive: true });
  await rm(join(copy, 'special_tokens_map.json'));
  const ids = async (options: TokenizerOptions) =>
    [...(await (await Tokenizer.load(copy, { maxLength: 64, ...options })).encode('a [DocumentMarker] b')).inputIds]; // prettier-ignore
  expect(await ids({})).toContain(2001);
  expect(await ids({ reservedTokenIds: [2001] })).not.toContain(2001);
});

it('never returns the id of a special token for a text when the normalizer makes all texts alike', async () => {
  const file = JSON.parse(await readFile(join(bert, 'tokenizer.json'), 'utf8')) as { added_tokens: object[] };
  const directory = join(folder, 'alike');
  await mkdir(directory);
  const normalizer = { type: 'Replace', pattern: { Regex: '.' }, content: 'x' };
  const normalized = file.added_tokens.map((token) => ({ ...token, normalized: true }));
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify({ ...file, normalizer, added_tokens: normalized }));
  const tokenizer = await Tokenizer.load(directory, { maxLength: 64 });
  const special = new Set(bertTokens.map((token) => tokenizer.tokenId(token)));
  for (let length = 1; length < 60; length++) {
    const { inputIds } = await tokenizer.encode('x'.repeat(length));
    expect(inputIds.subarray(1, -1).some((id) => special.has(id))).toBe(false);
  }
});

it('reads unknown characters as bytes when the tokens of bytes are listed as special', async () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const vocab = Object.fromEntries(['<unk>', '</s>', 'a', ...bytes].map((token, id) => [token, id]));
  const rules = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const listed = ['<unk>', '</s>', ...bytes].map((content) => ({ id: vocab[content], content, ...rules }));
  const model = { type: 'BPE', vocab, merges: [], unk_token: '<unk>', byte_fallback: true };
  const directory = join(folder, 'bytes');
  await mkdir(directory);
  await writeFile(join(directory, 'tokenizer.json'), JSON.stringify({ added_tokens: listed, model }));
  const tokenizer = await Tokenizer.load(directory, { maxLength });
  const expected = Buffer.from('é').map((byte) => byte + 3);
  expect([...(await tokenizer.encode('aé')).inputIds]).toEqual([2, ...expected]);
  expect([...(await tokenizer.encode('</s>')).inputIds]).not.toContain(1);
});

it('refuses invalid options before it reads a file', async () => {
  await expect(Tokenizer.load('nowhere', { specialTokens: 'strip' as never })).rejects.toThrow(/specialTokens/);
  await expect(PortableTokenizer.load('nowhere', { specialTokens: 'strip' as never })).rejects.toThrow(
    InvalidArgumentError,
  );
  await expect(Tokenizer.load('nowhere', { reservedTokenIds: [-1] })).rejects.toThrow(/reservedTokenIds\[0\]/);
});
