import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { ModelFileError } from '@x/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { createNativeTokenizer, type NativeTokenizer } from '../native-tokenizer.ts';
import { PortableTokenizer } from './portable-tokenizer.ts';

interface Kind {
  readonly native: NativeTokenizer;
  readonly portable: PortableTokenizer;
}

const whole = { maxLength: 1_000_000, maxCodePoints: 1_000_000 };
const bert = fileURLToPath(new URL('../../../../models/all-minilm-l6-v2', import.meta.url));
const kinds = new Map<string, Kind>();
let goldens: { id: string; text: string; ids: number[] }[];
let folder: string;

/** Creates a folder with `content` as its `tokenizer.json`. */
async function folderOf(name: string, content: unknown): Promise<string> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'tokenizer.json'), JSON.stringify(content));
  return join(folder, name);
}

const fixture = (name: string): Promise<Buffer> => readFile(new URL(`../__fixtures__/${name}`, import.meta.url));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-portable-'));
  const singles = JSON.parse(String(await fixture('tokenizer_all_minilm.json'))) as { singles: typeof goldens };
  goldens = singles.singles;
  const bertFile = JSON.parse(await readFile(join(bert, 'tokenizer.json'), 'utf8')) as Record<string, unknown>;
  const tiny = JSON.parse(gunzipSync(await fixture('tiny-tokenizers.json.gz')).toString()) as Record<string, object>;
  const plain = { ...tiny['unigram'], normalizer: null };
  const cased = { ...(bertFile['normalizer'] as object), lowercase: false };
  const strip = { type: 'Strip', strip_left: true, strip_right: true };
  for (const [name, content] of Object.entries({
    ...tiny,
    'unigram without normalizer': plain,
    bert: bertFile,
    'cased bert': { ...bertFile, normalizer: cased },
    'uncleaned bert': { ...bertFile, normalizer: { ...cased, clean_text: false } },
    'stripped bpe': { ...tiny['bpe'], normalizer: { type: 'Sequence', normalizers: [strip] } },
  })) {
    const directory = await folderOf(name, content);
    kinds.set(name, {
      native: createNativeTokenizer(JSON.stringify(content)),
      portable: await PortableTokenizer.load(directory, { specialTokens: 'parse' }),
    });
  }
  return () => rm(folder, { recursive: true });
});

async function nativeIds({ native }: Kind, texts: readonly string[]): Promise<number[][]> {
  const encodings = await native.encodeBatch([...texts], { addSpecialTokens: false });
  return encodings.map((encoding) => encoding.getIds());
}

/** Returns the names of the golden texts whose token ids differ from those of the native library. */
async function differences(name: string): Promise<string[]> {
  const kind = kinds.get(name)!;
  const expected = await nativeIds(
    kind,
    goldens.map(({ text }) => text),
  );
  return goldens.flatMap(({ id, text }, index) =>
    String(kind.portable.encode(text, whole).inputIds) === String(expected[index]) ? [] : [id],
  );
}

describe('the ids of PortableTokenizer', () => {
  it('equal those of Python for all 165 golden texts, without special tokens', async () => {
    const { portable } = kinds.get('bert')!;
    expect(goldens).toHaveLength(165);
    for (const { text, ids } of goldens) {
      expect([...portable.encode(text, whole).inputIds]).toEqual(ids.slice(1, -1));
    }
  });

  it.each(['bert', 'cased bert', 'uncleaned bert', 'bpe', 'stripped bpe', 'unigram without normalizer'])(
    'equal those of the native library: %s',
    async (name) => {
      expect(await differences(name)).toEqual([]);
    },
  );

  // The JavaScript library normalizes characters, the Rust library normalizes graphemes.
  it('differ from the native library only for joined emoji and decomposed Hangul: Unigram', async () => {
    const texts = new Map(goldens.map(({ id, text }) => [id, text]));
    const different = (await differences('unigram')).map((id) => texts.get(id)!);
    expect(different.filter((text) => !/\u200d|[\u1100-\u11ff]|\u1e9b\u0323/u.test(text))).toEqual([]);
    expect(different.length).toBeLessThan(10);
  });

  it('equal those of the native library for random mixtures of many scripts', async () => {
    const character = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        ...Array.from(
          'ΣςσİıßŁéǅ\u0301\u0323\u00a0\u3000\u200b\ufeff\u0085\ufffd\0\t\n中文𠀀𪚥한글ひカ。、！«»„“…🙂👍🏽🇩🇪कीฟ้ابпрЖ',
        ),
      ),
      fc.constantFrom('[SEP]', '[MASK]', '[sep]', '##s', ' ', '  ', 'naïve', 'Œuvre', 'ΣΊΣΥΦΟΣ '),
    );
    const text = fc.array(character, { maxLength: 30 }).map((parts) => parts.join(''));
    const names = ['bert', 'cased bert', 'uncleaned bert', 'bpe', 'stripped bpe', 'unigram without normalizer'];
    for (const name of names) {
      const kind = kinds.get(name)!;
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
          const portable = texts.map((one) => [...kind.portable.encode(one, whole).inputIds]);
          expect(portable).toEqual(await nativeIds(kind, texts));
        }),
        { numRuns: 100 },
      );
    }
  });

  // Unicode 14 added U+0898 as a mark; the Rust library has older tables.
  it('differ from the native library for characters that Unicode added recently', async () => {
    const kind = kinds.get('bert')!;
    const text = 'a\u0898b';
    expect([...kind.portable.encode(text, whole).inputIds]).not.toEqual((await nativeIds(kind, [text]))[0]);
  });
});

describe('PortableTokenizer', () => {
  it('returns the size, the ids and the median token length of its vocabulary', () => {
    const { portable } = kinds.get('bert')!;
    expect([portable.vocabularySize, portable.unknownTokenId, portable.tokenId('hello')]).toEqual([30_522, 100, 7592]);
    expect(portable.tokenId('no such token')).toBeUndefined();
    expect(portable.medianTokenLength).toBe(6);
    expect(kinds.get('unigram')!.portable.unknownTokenId).toBe(0);
    expect(kinds.get('bpe')!.portable.unknownTokenId).toBeUndefined();
  });

  it('cuts tokens and characters, and reports how many', () => {
    const { portable } = kinds.get('bert')!;
    const read = (text: string, maxLength: number, maxCodePoints: number): unknown => {
      const { inputIds, ...cut } = portable.encode(text, { maxLength, maxCodePoints });
      return { tokens: inputIds.length, ...cut };
    };
    expect(read('one two three', 2, 100)).toEqual({ tokens: 2, truncatedTokens: 1 });
    expect(read('one two three', 3, 7)).toEqual({ tokens: 2, truncatedTokens: 0, truncatedCharacters: 6 });
    // Each emoji is one code point and two UTF-16 units; the report counts UTF-16 units.
    expect(read('🙂🙂🙂', 100, 2)).toMatchObject({ truncatedCharacters: 2 });
    expect(read('', 2, 100)).toEqual({ tokens: 0, truncatedTokens: 0 });
  });

  it('returns the unknown token for a word of more than a hundred characters', () => {
    const { portable } = kinds.get('bert')!;
    const ids = (text: string): number[] => [...portable.encode(text, whole).inputIds];
    expect(ids('a'.repeat(101))).toEqual([100]);
    expect(ids('a'.repeat(100))).not.toEqual([100]);
  });

  it.each([
    [
      'an unsupported pre-tokenizer',
      { pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithNext' } },
      /pre_tokenizer has the unsupported type Split/,
    ],
    [
      'an unsupported nested part',
      { normalizer: { type: 'Sequence', normalizers: [{ type: 'Nmt' }] } },
      /normalizer has the unsupported type Nmt/,
    ],
    [
      'an unsupported option of a model',
      { model: { type: 'Unigram', vocab: [['a', 0]], unk_id: 0, byte_fallback: true } },
      /byte_fallback/,
    ],
    [
      'a prefix of word parts in BPE',
      { model: { type: 'BPE', vocab: { a: 0 }, merges: [], continuing_subword_prefix: '##' } },
      /continuing_subword_prefix/,
    ],
    [
      'an added token that matches only whole words',
      { added_tokens: [{ id: 5, content: 'api', special: false, single_word: true }] },
      /added token "api" has single_word/,
    ],
    [
      'an invalid vocabulary',
      { model: { type: 'Unigram', vocab: [['a', 0], 'b'], unk_id: 0 } },
      /entry 1 of its vocabulary/,
    ],
    ['a missing unknown token', { model: { type: 'Unigram', vocab: [['a', 0]] } }, /no unknown token/],
    [
      'an unsupported model',
      { model: { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' } },
      /model has the unsupported type WordLevel/,
    ],
  ])('refuses %s, and names it', async (_, change, message) => {
    const tiny = JSON.parse(gunzipSync(await fixture('tiny-tokenizers.json.gz')).toString()) as { unigram: object };
    const directory = await folderOf('refused', { ...tiny.unigram, ...change });
    const load = PortableTokenizer.load(directory);
    await expect(load).rejects.toThrow(message);
    await expect(load).rejects.toSatisfy(ModelFileError.isInstance);
  });

  it('refuses a missing file and a file that is not a tokenizer', async () => {
    await expect(PortableTokenizer.load(join(folder, 'none'))).rejects.toMatchObject({ problem: 'missing' });
    await expect(PortableTokenizer.load(await folderOf('empty', {}))).rejects.toSatisfy(ModelFileError.isInstance);
  });
});
