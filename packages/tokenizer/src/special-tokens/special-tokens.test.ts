import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { InvalidArgumentError } from '@x/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PortableTokenizer } from '../portable/portable-tokenizer.ts';
import { Tokenizer } from '../tokenizer.ts';
import type { TokenizerOptions } from '../tokenizer-options.ts';

interface Case {
  readonly directory: string;
  /** Names of the special tokens that texts can spell, the unknown one left out. */
  readonly special: readonly string[];
  readonly isPortable?: boolean;
}
interface Files {
  readonly [file: string]: object;
}

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const bert = join(repository, 'models/all-minilm-l6-v2');
const bertTokens = ['[CLS]', '[SEP]', '[PAD]', '[MASK]'];
const maxLength = 4000;
const cases = new Map<string, Case>();
let folder: string;

function added(id: number, content: string, rules: object = {}): object {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...rules };
}

async function writeCase(name: string, special: readonly string[], files: Files, isPortable = false): Promise<void> {
  const directory = join(folder, name);
  await mkdir(directory);
  for (const [file, content] of Object.entries(files)) await writeFile(join(directory, file), JSON.stringify(content));
  cases.set(name, { directory, special, isPortable });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-special-tokens-'));
  const compressed = await readFile(new URL('../__fixtures__/tiny-tokenizers.json.gz', import.meta.url));
  const { bpe, unigram } = JSON.parse(gunzipSync(compressed).toString()) as Record<
    'bpe' | 'unigram',
    { model: { vocab: Record<string, number>; merges: string[][] } }
  >;
  const bertFile = JSON.parse(await readFile(join(bert, 'tokenizer.json'), 'utf8')) as {
    added_tokens: { content: string }[];
    model: object;
  };

  cases.set('BERT', { directory: bert, special: bertTokens, isPortable: true });
  cases.set('the bundled reranker', {
    directory: join(repository, 'models/bge-small-reranker-en'),
    special: bertTokens,
  });
  const cased = join(repository, 'tooling/tiny-onnx/__fixtures__/modular-models/encoder');
  cases.set('cased BERT', { directory: cased, special: bertTokens });
  const static_ = join(repository, 'packages/embed/src/__fixtures__/model2vec/float32');
  cases.set('a static model', { directory: static_, special: bertTokens, isPortable: true });
  await writeCase('WordPiece that only divides at spaces and lower-cases added tokens', bertTokens, {
    'tokenizer.json': {
      ...bertFile,
      normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
      pre_tokenizer: { type: 'WhitespaceSplit' },
      added_tokens: bertFile.added_tokens.map((token) => ({ ...token, normalized: true, lstrip: true })),
      model: { ...bertFile.model, max_input_chars_per_word: 1000 },
    },
  });
  await writeCase('WordPiece whose special tokens only the maps name', bertTokens, {
    'tokenizer.json': { ...bertFile, pre_tokenizer: { type: 'WhitespaceSplit' }, normalizer: null, added_tokens: [] },
  });
  const roberta = {
    post_processor: {
      type: 'RobertaProcessing',
      sep: ['</s>', 2],
      cls: ['<s>', 1],
      trim_offsets: true,
      add_prefix_space: false,
    },
  };
  await writeCase(
    'Unigram',
    ['<s>', '</s>', '<mask>', '[DocumentMarker]'],
    {
      'tokenizer.json': {
        ...unigram,
        ...roberta,
        added_tokens: [
          added(0, '<unk>'),
          added(1, '<s>'),
          added(2, '</s>'),
          added(2000, '<mask>', { lstrip: true }),
          added(2001, '[DocumentMarker]', { special: false }),
        ],
      },
      'special_tokens_map.json': { additional_special_tokens: ['[DocumentMarker]'] },
    },
    true,
  );
  await writeCase(
    'Unigram that says nothing of its special tokens',
    ['<s>', '</s>'],
    { 'tokenizer.json': unigram },
    true,
  );
  const { vocab, merges } = bpe.model;
  // As where special tokens were trained on: `<s>` comes of merges, and as a word by itself.
  const trained = { ...vocab, '<s': 1500, '<s>': 1501, '</s>': 1502 };
  const pairs = [...merges, ['<', 's'], ['<s', '>']];
  for (const [name, joined] of [
    ['byte-level BPE', pairs],
    ['byte-level BPE of an older file', pairs.map((pair) => pair.join(' '))],
  ] as const) {
    await writeCase(name, ['<s>', '</s>', '<|endoftext|>', '[SEP]', '<|pad|>'], {
      'tokenizer.json': {
        ...bpe,
        pre_tokenizer: null,
        model: { ...bpe.model, vocab: trained, merges: joined, ignore_merges: true },
        added_tokens: [
          added(1503, '<|endoftext|>'),
          added(1504, '[SEP]', { normalized: true, lstrip: true, rstrip: true }),
          added(1505, '<|pad|>', { special: false }),
          added(1506, '|||EMAIL|||', { special: false }),
        ],
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
          pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
          special_tokens: { '<s>': { id: '<s>', ids: [1501], tokens: ['<s>'] } },
        },
      },
      'tokenizer_config.json': { eos_token: '</s>', pad_token: { content: '<|pad|>' }, add_bos_token: true },
    });
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function openAll({ directory, isPortable }: Case, specialTokens: 'literal' | 'parse') {
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

/** Ways to write a name that a normalizer might take back. */
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
  'WordPiece that only divides at spaces and lower-cases added tokens',
  'WordPiece whose special tokens only the maps name',
  'Unigram',
  'Unigram that says nothing of its special tokens',
  'byte-level BPE',
  'byte-level BPE of an older file',
];

describe.each(caseNames)('%s', (name) => {
  it('gives no text the id of a special token, however it is spelled', async () => {
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

  it('gives their ids when they are to be parsed, the same as the tokenizer knows by name', async () => {
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

  it('reads texts that spell none as if they were to be parsed, with the same special tokens around them', async () => {
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

it('reads the words that stand there, at their places', async () => {
  const { tokenizer } = await openAll(cases.get('BERT')!, 'literal');
  const tokens = await tokenizer.tokenize('bees [SEP] 🜀 [UNK]');
  expect(tokens.map(({ text }) => text)).toEqual(
    ['[CLS]', 'bees', '[', 'sep', ']', '[UNK]', '[', 'un', '##k', ']', '[SEP]'], // prettier-ignore
  );
  const [spans] = await tokenizer.tokenSpans(['bees [SEP]']);
  expect(spans!.map(({ start, end }) => 'bees [SEP]'.slice(start, end))).toEqual(['', 'bees', '[', 'SEP', ']', '']);
});

it('gives the ids of the same words written apart', async () => {
  const { tokenizer } = await openAll(cases.get('the bundled reranker')!, 'literal');
  expect(await tokenizer.encode('bees [SEP] honey [CLS]')).toEqual(
    await tokenizer.encode('bees [ SEP ] honey [ CLS ]'),
  );
});

it('still parses added tokens that are not special', async () => {
  const { tokenizer } = await openAll(cases.get('byte-level BPE')!, 'literal');
  expect([...(await tokenizer.encode('a |||EMAIL||| b')).inputIds]).toContain(1506);
});

it('keeps texts free of further tokens that are reserved by their ids', async () => {
  const { directory } = cases.get('Unigram')!;
  const copy = join(folder, 'reserved');
  await cp(directory, copy, { recursive: true });
  await rm(join(copy, 'special_tokens_map.json'));
  const ids = async (options: TokenizerOptions) =>
    [...(await (await Tokenizer.load(copy, { maxLength: 64, ...options })).encode('a [DocumentMarker] b')).inputIds]; // prettier-ignore
  expect(await ids({})).toContain(2001);
  expect(await ids({ reservedTokenIds: [2001] })).not.toContain(2001);
});

it('gives no text the id of a special token where a normalizer makes the same of all texts', async () => {
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

it('refuses other values before it reads a file', async () => {
  await expect(Tokenizer.load('nowhere', { specialTokens: 'strip' as never })).rejects.toThrow(/specialTokens/);
  await expect(PortableTokenizer.load('nowhere', { specialTokens: 'strip' as never })).rejects.toThrow(
    InvalidArgumentError,
  );
  await expect(Tokenizer.load('nowhere', { reservedTokenIds: [-1] })).rejects.toThrow(/reservedTokenIds\[0\]/);
});
