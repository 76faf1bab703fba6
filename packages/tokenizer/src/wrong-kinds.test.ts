import { fileURLToPath } from 'node:url';

import type { OptionKind } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
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
const watch = { policy: 'warn', modelName: 'm', maxLength: 2 };

/** Functions under test: name, the kinds of their options, and a call with given options. */
const functions: [string, Record<string, OptionKind>, (options: never) => unknown][] = [
  ['Tokenizer.load', loading, (options) => Tokenizer.load(directory, options)],
  ['PortableTokenizer.load', { specialTokens: 'text' }, (options) => PortableTokenizer.load(directory, options)],
  ['encodeBatch', encoding, (options) => tokenizer.encodeBatch(['a'], options)],
  ['encodePairs', encoding, (options) => tokenizer.encodePairs([['a', 'b']], options)],
  ['countTokens', encoding, (options) => tokenizer.countTokens(['a'], options)],
  ['tokenSpans', encoding, (options) => tokenizer.tokenSpans(['a'], options)],
  ['splitText', splitting, (options) => splitText(tokenizer, 'a', withDefaults({ maxTokens: 5 }, options))],
  [
    'createChunker',
    splitting,
    (options) => createChunker(tokenizer, withDefaults({ maxTokens: 5 }, options)).split('a'),
  ],
  ['PortableTokenizer.encode', bounds, (options) => portable.encode('a', withDefaults({ maxLength: 5, maxCodePoints: 5 }, options))], // prettier-ignore
  ['TruncationWatch', watching, (options) => new TruncationWatch(withDefaults(watch, options))],
];

/** Adds defaults to an options object, and returns anything else unchanged. */
function withDefaults(defaults: object, options: unknown): never {
  const isObject = typeof options === 'object' && options !== null && !Array.isArray(options);
  return (isObject ? { ...defaults, ...options } : options) as never;
}

async function refusal(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(functions)(
  '%s refuses each option of the wrong type, and options that are not an object',
  async (_, kinds, call) => {
    for (const [parameter, kind] of Object.entries(kinds)) {
      for (const value of valuesOfOtherKinds(kind)) {
        const error = await refusal(() => call({ [parameter]: value } as never));
        expect(error, `${parameter}: ${String(value)}`).toMatchObject({ code: 'INVALID_ARGUMENT', parameter, value });
      }
    }
    for (const value of valuesOfOtherKinds('object')) {
      const error = await refusal(() => call(value as never));
      expect(error, String(value)).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'options', value });
    }
  },
);

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

test.each(functions)('%s refuses a misspelled option and suggests the correct name', async (_, kinds, call) => {
  const names = Object.keys(kinds);
  for (const value of misspeltNames(names)) {
    const error = await refusal(() => call({ [value]: 1 } as never));
    expect(error, value).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'name in options', value });
  }
  for (const name of names) {
    const error = (await refusal(() => call({ [`${name}_`]: 1 } as never))) as Error;
    expect(error.message).toMatch(
      name.length < 3 ? /options has no option/ : new RegExp(`Did you mean .*\\b${name}\\b`),
    );
  }
});
