import type { OptionKind } from '@x/core';
import { misspeltNames, optionConformance, valuesOfOtherKinds } from '@x/core/testing';
import { lookUpGraph } from '@x/tiny-onnx';
import { OnnxModel, type OnnxModelOptions, type RunOptions } from '@x/onnx-runtime';
import { expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { rejectionOf } from './__tests__/sequences.ts';

type Kinds<Options> = Record<keyof Options, OptionKind>;

const { open } = modelOpener();
const loading: Kinds<OnnxModelOptions> = {
  reduction: 'object',
  namedReductions: 'object',
  name: 'text',
  padTokenId: 'number',
  padToLength: 'number',
  scalarInputs: 'object',
  runtime: 'text',
  executionProviders: 'list',
  threads: 'number',
  isolation: 'text',
  disposeTimeoutMs: 'number',
  batchSize: 'number',
  deterministic: 'boolean',
  maxBatchTokens: 'number',
  signal: 'signal',
};
const running: Kinds<RunOptions> = {
  signal: 'signal',
  scalarInputs: 'object',
  reduction: 'text',
  sharesRepeats: 'boolean',
  onUsage: 'function',
};
const reduction = { module: 'data:text/javascript,' };

const cases = optionConformance([
  { name: 'load', kinds: loading, defaults: { reduction }, call: (options) => OnnxModel.load('/nowhere', options) },
]);
test.each(cases)('$name', ({ run }) => run());

test('run refuses options that are not an object, and load a path that is not a string', async () => {
  const model = await open(lookUpGraph({ vocabulary: 3, hidden: 1, valueOf: (token) => token }));
  for (const value of valuesOfOtherKinds('object') as never[]) {
    expect(() => model.run([], value)).toThrow('options must be an object');
  }
  for (const value of valuesOfOtherKinds('text') as never[]) {
    expect(await rejectionOf(OnnxModel.load(value, { reduction }))).toMatchObject({ parameter: 'path', value });
  }
});

test.each(Object.entries(running))('run refuses a value for %s that is not of kind %s', async (parameter, kind) => {
  const model = await open(lookUpGraph({ vocabulary: 3, hidden: 1, valueOf: (token) => token }));
  for (const value of valuesOfOtherKinds(kind)) {
    const error = await rejectionOf((async () => model.run([], { [parameter]: value }))());
    expect(error, String(value)).toMatchObject({ code: 'INVALID_ARGUMENT', parameter, value });
  }
});

test('the class cannot be created with `new`, and the error names load', () => {
  const Made = OnnxModel as unknown as new (given?: unknown) => object;
  for (const given of [undefined, 'model.onnx', {}]) {
    expect(() => new Made(given)).toThrow('Use `await OnnxModel.load(path, { reduction })` instead of `new`.');
  }
});

test('a rejected pad token id causes no unhandled rejection when another option is wrong', async () => {
  const options = { reduction, threads: 0, padTokenId: Promise.reject(new Error('no tokenizer')) };
  expect(await rejectionOf(OnnxModel.load('/nowhere', options))).toMatchObject({ parameter: 'threads' });
});

test('run refuses a misspelled option and suggests a similar name', async () => {
  const model = await open(lookUpGraph({ vocabulary: 3, hidden: 1, valueOf: (token) => token }));
  const refused = (value: string): object => ({ code: 'INVALID_ARGUMENT', parameter: 'name in options', value });
  for (const value of misspeltNames(Object.keys(running))) {
    expect(await rejectionOf((async () => model.run([], { [value]: 1 }))()), value).toMatchObject(refused(value));
  }
  expect(() => model.run([], { sharesrepeats: true } as never)).toThrow('Did you mean sharesRepeats?');
});
