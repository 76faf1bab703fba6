import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import {
  InferenceError,
  InvalidArgumentError,
  ModelFileError,
  NonFiniteOutputError,
  ShapeMismatchError,
  UnsupportedExecutionProviderError,
} from '@x/core';
import { externalDataGraph, imageInputGraph, lookUpGraph, typedOutputGraph } from '@x/tiny-onnx';
import { OnnxModel, type OnnxModelOptions } from '@x/onnx-runtime';
import { describe, expect, test } from 'vitest';

import { modelOpener } from './__tests__/open-models.ts';
import { places } from './__tests__/places.ts';
import { collect, rejectionOf, sequence } from './__tests__/sequences.ts';
import type { Isolation } from './onnx-model-options.ts';
import type { RuntimeName } from './session/runtime.ts';

const { open, write } = modelOpener();
const vocabulary = 50;
const workingReduction = { module: 'data:text/javascript,export const createReduction = () => () => []' };
const lookUp = lookUpGraph({ vocabulary, hidden: 1, valueOf: (token) => token });

/** Returns the number of worker threads and child processes of this program. */
function runningPeers(): number {
  const { workers, libuv } = process.report.getReport() as {
    readonly workers: readonly unknown[];
    readonly libuv: readonly { readonly type: string; readonly is_active: boolean }[];
  };
  return workers.length + libuv.filter(({ type, is_active: isActive }) => type === 'process' && isActive).length;
}

describe.each(places)('in $isolation isolation, $runtime', (place) => {
  test.each([
    ['NaN', NaN],
    ['Infinity', Infinity],
  ])('%s in a result names its sequence and does not affect the others', async (_, value) => {
    const bytes = lookUpGraph({ vocabulary, hidden: 1, valueOf: (token) => (token === 13 ? value : token) });
    const model = await open(bytes, { ...place });
    const bad = model.run([sequence(1), sequence(2), sequence(13), sequence(3)]);
    const other = collect(model.run([sequence(4), sequence(5)]));
    expect((await bad.next()).value).toEqual(Float32Array.of(1));
    expect((await bad.next()).value).toEqual(Float32Array.of(2));
    const error = await rejectionOf(bad.next());
    expect(error).toBeInstanceOf(NonFiniteOutputError);
    expect(error).toMatchObject({ index: 2, value, model: 'tiny' });
    expect(await other).toEqual([[4], [5]]);
  });

  test('an id outside the vocabulary fails only its own sequence', async () => {
    const model = await open(lookUp, { ...place });
    const good = collect(model.run([sequence(4), sequence(5)]));
    const bad = rejectionOf(collect(model.run([sequence(vocabulary)])));
    expect(await good).toEqual([[4], [5]]);
    expect(await bad).toBeInstanceOf(InferenceError);
    expect(await bad).toMatchObject({ model: 'tiny', reason: expect.stringContaining('out of data bounds') });
  });

  test('an input that cannot be made from text is refused once, and the error names it', async () => {
    const error = await rejectionOf(open(imageInputGraph(), { ...place }));
    expect(error).toBeInstanceOf(InferenceError);
    expect(String(error)).toBe(
      'InferenceError: The model "tiny" failed: its graph needs the input "pixel_values", ' +
        'but only input_ids, attention_mask, token_type_ids, position_ids can be made from text.',
    );
  });

  test('an output that is not a float type is refused, and the error states its name and type', async () => {
    const model = await open(typedOutputGraph('int64'), { ...place });
    const error = await rejectionOf(collect(model.run([sequence(1)])));
    expect(error).toBeInstanceOf(InferenceError);
    expect(error).toMatchObject({ reason: 'the output "ids" has the type int64, not float32 or float16' });
  });

  test('a typed error of the reduction arrives unchanged', async () => {
    const model = await open(lookUp, { ...place, kind: 'wrongShape' });
    const error = await rejectionOf(collect(model.run([sequence(1), sequence(2)])));
    expect(error).toBeInstanceOf(ShapeMismatchError);
    expect(error).toMatchObject({
      tensor: 'last_hidden_state',
      expected: '[batch, 7]',
      actual: '[batch, tokens, 2]',
    });
  });

  test('a thrown value of any other kind arrives as an InferenceError', async () => {
    const model = await open(lookUp, { ...place, kind: 'throwsText' });
    const error = await rejectionOf(collect(model.run([sequence(1)])));
    expect(error).toBeInstanceOf(InferenceError);
    expect(error).toMatchObject({ reason: 'only text' });
  });

  test('a reduction with too few results is an error', async () => {
    const model = await open(lookUp, { ...place, kind: 'oneTooFew' });
    const error = await rejectionOf(collect(model.run([sequence(1)])));
    expect(error).toMatchObject({ reason: 'the reduction returned 0 results for 1 sequences' });
  });

  test('a reduction that cannot be loaded rejects the load', async () => {
    const reduction = { module: new URL('./nowhere.js', import.meta.url).href };
    const error = await rejectionOf(OnnxModel.load(write(lookUp), { reduction, ...place }));
    expect(error).toBeInstanceOf(InferenceError);
    expect(error).toMatchObject({ reason: expect.stringContaining('nowhere.js'), cause: expect.any(Error) });
    const namedReductions = { rows: reduction };
    const named = OnnxModel.load(write(lookUp), { reduction: workingReduction, namedReductions, ...place });
    expect(await rejectionOf(named)).toMatchObject({ reason: expect.stringContaining('nowhere.js') });
  });

  test.each([
    [
      'is missing',
      new URL('./nowhere.js', import.meta.url).href,
      /cannot be loaded: Cannot find module '.*nowhere\.js'/,
    ],
    ['is named by a relative path', './nowhere.js', /cannot be loaded: .*nowhere\.js/],
    [
      'has a syntax error',
      'data:text/javascript,function (',
      /cannot be loaded: Function statements require a function/,
    ],
    ['lacks the export', 'data:text/javascript,export {}', /does not export a function named createReduction/],
  ])('a reduction module that %s is named in a short message', async (_, module, reason) => {
    const error = await rejectionOf(OnnxModel.load(write(lookUp), { reduction: { module }, ...place }));
    const { message, stack, cause } = error as Error;
    expect(message).toContain(`failed: the reduction module "${module}" `);
    expect(message).toMatch(reason);
    const { message: innerMessage, stack: innerStack } = cause as Error;
    for (const text of [message, stack, innerMessage, innerStack]) expect(text?.length).toBeLessThan(4000);
  });

  test('a valid file with an invalid graph is rejected, and the error contains the message of ONNX Runtime', async () => {
    const bytes = lookUp.slice();
    bytes.set(Buffer.from('Gobble'), Buffer.from(bytes).indexOf('Gather'));
    const error = await rejectionOf(open(bytes, { ...place }));
    expect(error).toBeInstanceOf(InferenceError);
    expect(error).toMatchObject({ reason: expect.stringContaining('Gobble') });
  });

  test('a rejected promise of the pad token id rejects the load, and nothing keeps running', async () => {
    // A worker that could not open its model ends a moment after the load is rejected.
    await expect.poll(runningPeers).toBe(0);
    const reason = new Error('no tokenizer');
    expect(await rejectionOf(open(lookUp, { ...place, padTokenId: Promise.reject(reason) }))).toBe(reason);
    expect(runningPeers()).toBe(0);
  });

  test('a file of another kind is refused before ONNX Runtime opens it', async () => {
    const path = write(Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'));
    const error = await rejectionOf(OnnxModel.load(path, { reduction: { module: 'data:text/javascript,' }, ...place }));
    expect(error).toBeInstanceOf(ModelFileError);
    expect(error).toMatchObject({ path, problem: 'git-lfs-pointer' });
  });

  test('a provider that does not work is reported, and the next one runs the model', async () => {
    const model = await open(lookUp, { ...place, executionProviders: ['abacus', 'cpu'] });
    expect(model.executionProvider).toBe('cpu');
    expect(model.providerFailures).toEqual({ abacus: 'unknown on this platform' });
    expect(await collect(model.run([sequence(7)]))).toEqual([[7]]);
  });

  test('when no provider works, the error contains the reason of each', async () => {
    const error = await rejectionOf(open(lookUp, { ...place, executionProviders: ['abacus', 'slide-rule'] }));
    expect(error).toBeInstanceOf(UnsupportedExecutionProviderError);
    expect(error).toMatchObject({
      requested: ['abacus', 'slide-rule'],
      available: expect.arrayContaining(['cpu']),
      failures: { abacus: 'unknown on this platform', 'slide-rule': 'unknown on this platform' },
    });
  });

  test.each([
    ['inputIds', { inputIds: [1, 2], truncatedTokens: 0 }],
    ['inputIds', { inputIds: new Int32Array(0), truncatedTokens: 0 }],
    ['inputIds', undefined],
    ['attendedTokens', { inputIds: Int32Array.of(1, 2), attendedTokens: 0, truncatedTokens: 0 }],
    ['attendedTokens', { inputIds: Int32Array.of(1, 2), attendedTokens: 3, truncatedTokens: 0 }],
    ['tokenTypeIds', { ...sequence(1), tokenTypeIds: new Uint8Array(2) }],
    ['tokenTypeIds', { ...sequence(1), tokenTypeIds: [0] }],
  ])(
    'a malformed %s is refused, the error states the index of its sequence, and other calls are not affected',
    async (field, malformed) => {
      const model = await open(lookUp, { ...place });
      const good = collect(model.run([sequence(4), sequence(5)]));
      const error = await rejectionOf(collect(model.run([sequence(1), malformed as never])));
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect(error).toMatchObject({ parameter: `sequences[1].${field}` });
      expect(await good).toEqual([[4], [5]]);
    },
  );
});

test.each<[string, Partial<OnnxModelOptions>]>([
  ['reduction.module', { reduction: { module: 7 as unknown as string } }],
  ['reduction.options', { reduction: { module: 'data:text/javascript,', options: () => {} } }],
  [
    'reduction.options',
    { reduction: { module: 'data:text/javascript,', options: new SharedArrayBuffer(1) }, isolation: 'process' },
  ],
  ['namedReductions', { namedReductions: [] as never }],
  ['namedReductions.rows.module', { namedReductions: { rows: {} as never } }],
  [
    'namedReductions.rows.options',
    { namedReductions: { rows: { module: 'data:text/javascript,', options: () => {} } } },
  ],
  ['padTokenId', { padTokenId: -1 }],
  ['padTokenId', { padTokenId: 2 ** 31 }],
  ['executionProviders', { executionProviders: [] }],
  ['executionProviders[1]', { executionProviders: ['cpu', 1 as unknown as string] }],
  ['runtime', { runtime: 'gpu' as RuntimeName }],
  ['threads', { threads: 0 }],
  ['threads', { threads: 1.5 }],
  ['isolation', { isolation: 'thread' as Isolation }],
  ['batchSize', { batchSize: 0 }],
  ['maxBatchTokens', { maxBatchTokens: NaN }],
  ['disposeTimeoutMs', { disposeTimeoutMs: 0 }],
  ['name', { name: 5 as unknown as string }],
])('a wrong %s is refused before the file is read', async (parameter, options) => {
  const reduction = { module: 'data:text/javascript,' };
  const error = await rejectionOf(OnnxModel.load('/nowhere/model.onnx', { reduction, ...options }));
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect(error).toMatchObject({ parameter });
});

test('a promised pad token id out of range is refused', async () => {
  const error = await rejectionOf(open(lookUp, { padTokenId: Promise.resolve(-1) }));
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'padTokenId' });
});

test('external data linked from another folder is rejected, and the message recommends hard links in one folder', async () => {
  const files = ['weights.bin'];
  const external = externalDataGraph({ vocabulary, files, valueOf: (token) => token });
  const path = write(external.graph);
  const elsewhere = join(await mkdtemp(join(tmpdir(), 'x-onnx-')), 'weights.bin');
  await writeFile(elsewhere, external.files['weights.bin']!);
  await symlink(elsewhere, join(dirname(path), 'weights.bin'));
  const reduction = { module: 'data:text/javascript,export const createReduction = () => () => []' };
  const error = await rejectionOf(OnnxModel.load(path, { reduction, isolation: 'inline' }));
  expect(error).toMatchObject({
    code: 'INFERENCE',
    message: expect.stringContaining('hard links to them, into one folder'),
  });
  await rm(dirname(elsewhere), { recursive: true });
});

test('a path that is not a string is refused', async () => {
  const error = await rejectionOf(OnnxModel.load(undefined as never, { reduction: { module: '' } }));
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'path' });
});
