import { fileURLToPath } from 'node:url';

import type { OptionKind } from '@x/core';
import { optionConformance, valuesOfOtherKinds } from '@x/core/testing';
import { expect, test } from 'vitest';

import { createChunker } from './passages/create-chunker.ts';
import { splitText, type SplitTextOptions } from './passages/split-text.ts';
import { type PortableEncodeOptions, PortableTokenizer } from './portable/portable-tokenizer.ts';
import { Tokenizer } from './tokenizer.ts';
import type { EncodeOptions, TokenizerOptions } from './tokenizer-options.ts';
import { TruncationWatch, type TruncationWatchOptions } from './truncation-watch.ts';

type Kinds<Options> = Record<keyof Options, OptionKind>;

const directory = fileURLToPath(new URL('../../../models/all-minilm-l6-v2/', import.meta.url));
const tokenizer = await Tokenizer.load(directory);
const portable = await PortableTokenizer.load(directory);

const loading: Kinds<TokenizerOptions> = {
  maxLength: 'number',
  truncation: 'text',
  pairTemplate: 'object',
  truncationDirection: 'text',
  maxCharacters: 'number',
  specialTokens: 'text',
  engine: 'text',
  reservedTokenIds: 'list',
};
const encoding: Kinds<EncodeOptions> = { signal: 'signal' };
const splitting: Kinds<SplitTextOptions> = { maxTokens: 'number', overlap: 'number' };
const bounds: Kinds<PortableEncodeOptions> = { maxLength: 'number', maxCodePoints: 'number' };
const watching: Kinds<TruncationWatchOptions> = {
  policy: 'text',
  modelName: 'text',
  maxLength: 'number',
  onTruncation: 'function',
};

const bound = { maxTokens: 5 };
const cases = optionConformance([
  { name: 'Tokenizer.load', kinds: loading, call: (options) => Tokenizer.load(directory, options) },
  {
    name: 'PortableTokenizer.load',
    kinds: { specialTokens: 'text' },
    call: (options) => PortableTokenizer.load(directory, options),
  },
  { name: 'encodeBatch', kinds: encoding, call: (options) => tokenizer.encodeBatch(['a'], options) },
  { name: 'encodePairs', kinds: encoding, call: (options) => tokenizer.encodePairs([['a', 'b']], options) },
  { name: 'countTokens', kinds: encoding, call: (options) => tokenizer.countTokens(['a'], options) },
  { name: 'tokenSpans', kinds: encoding, call: (options) => tokenizer.tokenSpans(['a'], options) },
  { name: 'splitText', kinds: splitting, defaults: bound, call: (options) => splitText(tokenizer, 'a', options) },
  {
    name: 'createChunker',
    kinds: splitting,
    defaults: bound,
    call: (options) => createChunker(tokenizer, options).split('a'),
  },
  {
    name: 'PortableTokenizer.encode',
    kinds: bounds,
    defaults: { maxLength: 5, maxCodePoints: 5 },
    call: (options) => portable.encode('a', options),
  },
  {
    name: 'TruncationWatch',
    kinds: watching,
    defaults: { policy: 'warn', modelName: 'm', maxLength: 2 },
    call: (options) => new TruncationWatch(options),
  },
]);
test.each(cases)('$name', ({ run }) => run());

async function refusal(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

test('constructing a class with `new` throws an error that recommends load', () => {
  for (const [className, made] of Object.entries({ Tokenizer, PortableTokenizer })) {
    const Made = made as unknown as new (given?: unknown) => object;
    for (const given of [undefined, directory, {}]) {
      expect(() => new Made(given)).toThrow(`Use \`await ${className}.load(directory)\` instead of \`new\`.`);
    }
  }
});

test('createChunker and splitText refuse an invalid tokenizer or maxTokens', async () => {
  for (const value of [undefined, Promise.resolve(tokenizer), Tokenizer] as never[]) {
    const refused = { code: 'INVALID_ARGUMENT', parameter: 'tokenizer' };
    expect(await refusal(() => createChunker(value, { maxTokens: 5 }))).toMatchObject(refused);
    expect(await refusal(() => splitText(value, 'a', { maxTokens: 5 }))).toMatchObject(refused);
  }
  expect(() => createChunker(Promise.resolve(tokenizer) as never, { maxTokens: 5 })).toThrow('await it first');
  for (const options of [undefined, {}, { maxTokens: 0 }] as never[]) {
    expect(await refusal(() => createChunker(tokenizer, options))).toMatchObject({ parameter: 'maxTokens' });
  }
});

test('every method refuses arguments that are not a text, a list of texts or a list of pairs', async () => {
  for (const value of valuesOfOtherKinds('text') as never[]) {
    expect(await refusal(() => Tokenizer.load(value))).toMatchObject({ parameter: 'directory' });
    expect(await refusal(() => PortableTokenizer.load(value))).toMatchObject({ parameter: 'directory' });
    expect(await refusal(() => tokenizer.encode(value))).toMatchObject({ parameter: 'text' });
    expect(await refusal(() => tokenizer.tokenize(value))).toMatchObject({ parameter: 'text' });
    expect(await refusal(() => tokenizer.tokenId(value))).toMatchObject({ parameter: 'token' });
    expect(await refusal(() => portable.tokenId(value))).toMatchObject({ parameter: 'token' });
    expect(await refusal(() => splitText(tokenizer, value, { maxTokens: 5 }))).toMatchObject({ parameter: 'text' });
    expect(await refusal(() => portable.encode(value, { maxLength: 5, maxCodePoints: 5 }))).toMatchObject({
      parameter: 'text',
    });
    expect(await refusal(() => tokenizer.encodePair('a', value))).toMatchObject({ parameter: 'pairs[0][1]' });
  }
  for (const value of valuesOfOtherKinds('list') as never[]) {
    expect(await refusal(() => tokenizer.encodeBatch(value))).toMatchObject({ parameter: 'texts' });
    expect(await refusal(() => tokenizer.encodePairs(value))).toMatchObject({ parameter: 'pairs' });
    expect(await refusal(() => tokenizer.encodePairs([value]))).toMatchObject({ parameter: 'pairs[0]' });
  }
});
