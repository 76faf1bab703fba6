import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { InvalidArgumentError, SequenceTooLongError } from '@x/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

import { createNativeTokenizer } from './native-tokenizer.ts';
import { Tokenizer } from './tokenizer.ts';
import type { TokenizerOptions } from './tokenizer-options.ts';

interface GoldenSequence {
  readonly ids: number[];
  readonly tokens: string[];
  readonly offsets: [number, number][];
  readonly special: number[];
}
interface Goldens {
  readonly singles: (GoldenSequence & {
    id: string;
    text: string;
    truncated: Record<string, { ids: number[] } | null>;
  })[];
  readonly pairs: (GoldenSequence & {
    id: string;
    text: string;
    text_pair: string;
    type_ids: number[];
    truncated: Record<string, { ids: number[]; type_ids: number[] } | null>;
  })[];
}

const model = fileURLToPath(new URL('../../../models/all-minilm-l6-v2', import.meta.url));
const maxLengths = [16, 128, 256, 512];
const engines = ['native', 'portable'] as const;
const limits = { native: new Map<number, Tokenizer>(), portable: new Map<number, Tokenizer>() };
let goldens: Goldens;
let tokenizer: Tokenizer;

function characters(text: string, [start, end]: readonly [number, number]): string {
  return Array.from(text).slice(start, end).join('');
}

beforeAll(async () => {
  const fixture = new URL('./__fixtures__/tokenizer_all_minilm.json', import.meta.url);
  goldens = JSON.parse(await readFile(fixture, 'utf8')) as Goldens;
  for (const engine of engines) {
    for (const maxLength of maxLengths) {
      limits[engine].set(maxLength, await Tokenizer.load(model, { maxLength, engine, specialTokens: 'parse' }));
    }
  }
  tokenizer = limits.native.get(512)!;
});

it('tokenId returns the ids of ordinary and special tokens, and undefined for an unknown token', () => {
  expect(['[MASK]', '[CLS]', 'hello', '##s'].map((token) => tokenizer.tokenId(token))).toEqual([103, 101, 7592, 2015]);
  expect(tokenizer.tokenId('no such token')).toBeUndefined();
  expect(() => tokenizer.tokenId(7 as unknown as string)).toThrow(InvalidArgumentError);
});

describe('Tokenizer compared with Python tokenizers', () => {
  it.each(engines)(
    'returns the same ids and number of truncated tokens for every golden text at every limit: %s',
    async (engine) => {
      const texts = goldens.singles.map(({ text }) => text);
      expect(texts.length).toBe(165);
      for (const maxLength of maxLengths) {
        const sequences = await limits[engine].get(maxLength)!.encodeBatch(texts);
        for (const [index, golden] of goldens.singles.entries()) {
          const ids = golden.truncated[maxLength]?.ids ?? golden.ids;
          expect([...sequences[index]!.inputIds], `${golden.id} at ${maxLength}`).toEqual(ids);
          expect(sequences[index]!.truncatedTokens).toBe(golden.ids.length - ids.length);
        }
      }
    },
  );

  it.each(engines)('returns the same ids and type ids for every golden pair at every limit: %s', async (engine) => {
    const pairs = goldens.pairs.map(({ text, text_pair }) => [text, text_pair] as const);
    expect(pairs.length).toBe(48);
    for (const maxLength of maxLengths) {
      const sequences = await limits[engine].get(maxLength)!.encodePairs(pairs);
      for (const [index, golden] of goldens.pairs.entries()) {
        const expected = golden.truncated[maxLength] ?? golden;
        expect([...sequences[index]!.inputIds], `${golden.id} at ${maxLength}`).toEqual(expected.ids);
        expect([...sequences[index]!.tokenTypeIds!], `${golden.id} at ${maxLength}`).toEqual(expected.type_ids);
        expect(sequences[index]!.truncatedTokens).toBe(golden.ids.length - expected.ids.length);
      }
    }
  });

  it('returns the same tokens, special token marks and offsets for every golden', async () => {
    for (const golden of goldens.singles) {
      const tokens = await tokenizer.tokenize(golden.text);
      expect(tokens.map(({ text }) => text)).toEqual(golden.tokens);
      expect(tokens.map(({ isSpecial }) => Number(isSpecial))).toEqual(golden.special);
      expect(tokens.map(({ offset }) => golden.text.slice(...offset))).toEqual(
        golden.offsets.map((offset) => characters(golden.text, offset)),
      );
    }
    for (const golden of goldens.pairs) {
      const tokens = await tokenizer.tokenize(golden.text, golden.text_pair);
      const shown = tokens.map(({ typeId, offset }) =>
        (typeId === 0 ? golden.text : golden.text_pair).slice(...offset),
      );
      const expected = golden.offsets.map((offset, index) =>
        characters(golden.type_ids[index] === 0 ? golden.text : golden.text_pair, offset),
      );
      expect(shown).toEqual(expected);
    }
  });
});

describe('the portable engine', () => {
  it('has the same token ids, vocabulary size and padding id as the native engine', () => {
    const portable = limits.portable.get(512)!;
    expect(portable.engine).toBe('portable');
    for (const token of ['[MASK]', '[CLS]', 'hello', 'no such token']) {
      expect(portable.tokenId(token)).toBe(tokenizer.tokenId(token));
    }
    expect([portable.vocabularySize, portable.padTokenId]).toEqual([tokenizer.vocabularySize, tokenizer.padTokenId]);
  });

  it('reads special tokens in texts as words, as the native engine does', async () => {
    const texts = ['bees [SEP] honey', '[CLS][MASK]', 'plain'];
    const [native, portable] = [await Tokenizer.load(model), await Tokenizer.load(model, { engine: 'portable' })];
    expect(native.engine).toBe('native');
    expect(await portable.encodeBatch(texts)).toEqual(await native.encodeBatch(texts));
  });

  it('refuses calls that need the offsets of tokens', async () => {
    const portable = limits.portable.get(512)!;
    const error = { code: 'INVALID_ARGUMENT', parameter: 'engine', value: 'portable' };
    await expect(portable.tokenSpans(['a'])).rejects.toMatchObject(error);
    await expect(portable.tokenize('a')).rejects.toMatchObject(error);
  });
});

describe('the sequence template', () => {
  it('yields the same ids as the native post-processor for any texts', async () => {
    const native = createNativeTokenizer(await readFile(`${model}/tokenizer.json`, 'utf8'));
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, text, async (first, second) => {
        const encoding = await native.encode(first, second, { addSpecialTokens: true });
        const { inputIds, tokenTypeIds } = await tokenizer.encodePair(first, second);
        expect([...inputIds]).toEqual(encoding.getIds());
        expect([...tokenTypeIds!]).toEqual(encoding.getTypeIds());
        expect(Math.max(...inputIds)).toBeLessThan(tokenizer.vocabularySize);
      }),
    );
  });
});

describe('limits', () => {
  it('reads the limit and the padding id from the model directory', async () => {
    const loaded = await Tokenizer.load(model);
    expect(loaded.maxLength).toBe(256);
    expect(loaded.padTokenId).toBe(0);
  });

  it('keeps the end of a text when truncating at the left', async () => {
    const left = await Tokenizer.load(model, { maxLength: 4, truncationDirection: 'left' });
    const whole = await tokenizer.encode('one two three four');
    const { inputIds, truncatedTokens } = await left.encode('one two three four');
    expect([...inputIds]).toEqual([101, ...whole.inputIds.slice(3)]);
    expect(truncatedTokens).toBe(2);
  });

  it('onlySecond truncates only the document, and refuses a query that leaves it no room', async () => {
    const onlySecond = await Tokenizer.load(model, { maxLength: 8, truncation: 'onlySecond' });
    const { inputIds } = await onlySecond.encodePair('one two', 'three four five six seven');
    expect(inputIds).toHaveLength(8);
    expect(Array.from(inputIds.subarray(0, 4))).toEqual([...(await tokenizer.encode('one two')).inputIds]);
    const pairs = [['a', 'b'], ['one two three four five six', 'seven']] as const; // prettier-ignore
    const error = await onlySecond.encodePairs(pairs).catch((reason: unknown) => reason);
    expect(SequenceTooLongError.isInstance(error) && error.index).toBe(1);
  });

  it('countTokens counts the tokens of the whole text, whatever the limit', async () => {
    const text = 'word '.repeat(300);
    expect([...(await limits.native.get(16)!.countTokens([text, '']))]).toEqual([302, 2]);
    const capped = await Tokenizer.load(model, { maxCharacters: 64 });
    expect([...(await capped.countTokens(['', text, 'one two']))]).toEqual([2, 302, 4]);
  });

  it('tokenizes only up to the character cap and reports the rest', async () => {
    const capped = await Tokenizer.load(model, { maxCharacters: 8 });
    const { inputIds, truncatedCharacters } = await capped.encode('one two three four');
    expect([...inputIds]).toEqual([...(await tokenizer.encode('one two')).inputIds]);
    expect(truncatedCharacters).toBe(10);
  });
});

describe('bad input', () => {
  it.each<[TokenizerOptions, string]>([
    [{ maxLength: 2 }, 'maxLength'],
    [{ maxLength: 0 }, 'maxLength'],
    [{ maxLength: -4 }, 'maxLength'],
    [{ maxLength: 1.5 }, 'maxLength'],
    [{ maxLength: Number.NaN }, 'maxLength'],
    [{ maxCharacters: 0 }, 'maxCharacters'],
    [{ engine: 'rust' as never }, 'engine'],
    [{ engine: 'portable', pairTemplate: { text: '{query} {document}', instruction: '' } }, 'engine'],
    [{ truncation: 'shortest' as never }, 'truncation'],
    [{ truncationDirection: 'up' as never }, 'truncationDirection'],
  ])('refuses %j before it reaches native code', async (options, parameter) => {
    const error = await Tokenizer.load(model, options).catch((reason: unknown) => reason);
    expect(InvalidArgumentError.isInstance(error) && error.parameter).toBe(parameter);
  });

  it('names the element that is not a string', async () => {
    await expect(tokenizer.encodeBatch(['a', 7 as never])).rejects.toThrow(/texts\[1\] must be a string, but is 7/);
    await expect(tokenizer.encodePairs([['a', undefined as never]])).rejects.toThrow(/pairs\[0\]\[1\]/);
  });

  it('refuses pairs when the limit has no room for two texts', async () => {
    const tight = await Tokenizer.load(model, { maxLength: 4 });
    await expect(tight.encodePair('a', 'b')).rejects.toSatisfy(InvalidArgumentError.isInstance);
  });

  it('rejects with the reason of an aborted signal', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(tokenizer.encodeBatch(['a'], { signal })).rejects.toBe(reason);
  });
});
