// Tests that every error class must pass. They import the whole of `index.ts`, so that no new class is forgotten.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';

import * as core from '../index.ts';
import {
  DisposedError,
  DownloadError,
  InferenceError,
  InvalidArgumentError,
  ModelFileError,
  ModelUnavailableError,
  NativeLibraryError,
  NonFiniteOutputError,
  PipelineStageError,
  RemoteModelError,
  SequenceTooLongError,
  ShapeMismatchError,
  UnknownModelError,
  UnsupportedExecutionProviderError,
  VectorStoreError,
  XError,
  type NativeLibraryProblem,
} from '../index.ts';

type Core = typeof core;

const cause = new Error('ECONNRESET');

/** An error of each class, with the parts that its message must contain: the values and, if there is one, the remedy. */
const examples: [make: (from: Core) => XError, states: string[]][] = [
  [({ DisposedError: E }) => new E({ resource: 'The model "m"' }), ['The model "m"', 'Create a new one']],
  [
    ({ DownloadError: E }) => new E({ url: 'https://hub/x', status: 503, message: 'The hub is busy.', cause }),
    ['https://hub/x', '503', 'The hub is busy.'],
  ],
  [({ InferenceError: E }) => new E({ model: 'm', message: 'no such node', cause }), ['"m"', 'no such node']],
  [
    ({ InvalidArgumentError: E }) => new E({ parameter: 'topK', value: -1, expected: 'a whole number >= 1' }),
    ['topK', '-1', 'a whole number >= 1'],
  ],
  [
    ({ ModelFileError: E }) => new E({ path: '/m/model.onnx', problem: 'empty', message: 'it is empty.', cause }),
    ['/m/model.onnx', 'it is empty.'],
  ],
  [
    ({ ModelUnavailableError: E }) => {
      return new E({ model: 'm', attempts: ['cache: not there', 'hub: offline'], advice: 'Go online.', cause });
    },
    ['"m"', 'cache: not there; hub: offline', 'Go online.'],
  ],
  [
    ({ NativeLibraryError: E }) => {
      return new E({ packageName: 'p', problem: 'no-binary', platform: 'linux-x64', reason: 'not there', cause });
    },
    ['"p"', 'linux-x64', 'npm install p', 'not there'],
  ],
  [
    ({ NonFiniteOutputError: E }) => new E({ model: 'm', index: 3, value: NaN }),
    ['"m"', 'NaN', 'input 3', 'use another file of the model'],
  ],
  [({ PipelineStageError: E }) => new E({ stage: 'rerank', cause }), ['"rerank"', 'ECONNRESET']],
  [
    ({ QueueError: E }) => new E({ message: 'No connection to "articles".', queue: 'articles', operation: 'open' }),
    ['articles', 'No connection'],
  ],
  [
    ({ RemoteModelError: E }) => new E({ model: 'm', url: 'https://host/v1', message: 'is overloaded.', cause }),
    ['"m"', 'https://host/v1', 'is overloaded.'],
  ],
  [
    ({ SequenceTooLongError: E }) => new E({ index: 2, tokenCount: 700, maxLength: 512, advice: 'Split it.' }),
    ['Input 2', '700', '512', 'Split it.'],
  ],
  [
    ({ ShapeMismatchError: E }) => new E({ tensor: 'logits', expected: '[batch, 1]', actual: '[2, 3]' }),
    ['"logits"', '[batch, 1]', '[2, 3]', 'right kind of model'],
  ],
  [
    ({ UnknownModelError: E }) => new E({ model: 'bge-smal', kind: 'embedding model', knownModels: ['bge-small'] }),
    ['"bge-smal"', 'embedding model', 'Did you mean "bge-small"?'],
  ],
  [
    ({ UnsupportedExecutionProviderError: E }) => {
      return new E({ requested: ['cuda'], available: ['cpu'], failures: { cuda: 'no library' } });
    },
    ['cuda: no library', 'Available here: cpu', 'Add "cpu"'],
  ],
  [
    ({ VectorStoreError: E }) => new E({ message: 'Collection `x` not found', operation: 'query', status: 404, cause }),
    ['Collection `x` not found'],
  ],
];
const errors = examples.map(([make, states]) => ({ error: make(core), states }));

/** Classes whose examples have a cause. */
const wrapping = new Set([
  'DownloadError',
  'InferenceError',
  'ModelFileError',
  'ModelUnavailableError',
  'NativeLibraryError',
  'PipelineStageError',
  'RemoteModelError',
  'VectorStoreError',
]);

/** Returns the index as a minified bundle, in which the classes are renamed. */
async function minified(): Promise<Core> {
  const input = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  await using bundle = await rolldown({ input });
  const { output } = await bundle.generate({ minify: true });
  return (await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)) as Core;
}

/** Evaluates the index a second time, as a second installed copy would be. */
async function secondCopy(): Promise<Core> {
  const built = new URL('../../dist/index.js', import.meta.url).href;
  return (await import(/* @vite-ignore */ `${built}?copy`)) as Core;
}

test('every error class has an example in this file', () => {
  const exported = Object.keys(core).filter((name) => name.endsWith('Error') && name !== 'XError');
  expect(errors.map(({ error }) => error.name).toSorted()).toEqual(exported.toSorted());
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('-error.ts'));
  expect(files).toHaveLength(exported.length + 1);
});

describe.each(errors)('$error.name', ({ error, states }) => {
  test('states the values and the remedy in its message', () => {
    for (const stated of states) expect(error.message).toContain(stated);
  });

  test('is recognized by its own class and the base class only', () => {
    expect(error).toBeInstanceOf(Error);
    expect(XError.isInstance(error)).toBe(true);
    const recognizing = Object.values(core).filter(
      (member) => typeof member === 'function' && 'isInstance' in member && member.isInstance(error),
    );
    expect(new Set(recognizing)).toEqual(new Set([XError, error.constructor]));
  });

  test('keeps its cause, and has no cause property without one', () => {
    expect(error.cause).toBe(wrapping.has(error.name) ? cause : undefined);
    expect('cause' in error).toBe(wrapping.has(error.name));
  });

  test('prints its name, and has an enumerable code but no enumerable name', () => {
    expect(String(error)).toBe(`${error.name}: ${error.message}`);
    expect(Object.keys(error)).toContain('code');
    expect(Object.keys(error)).not.toContain('name');
  });
});

test('error codes are unique, upper case and listed in the README', () => {
  const codes = errors.map(({ error }) => error.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const { error } of errors) expect(readme).toMatch(new RegExp(`\`${error.name}\`.*\`${error.code}\``));
});

test('errors of minified classes keep their names and are recognized by their classes', async () => {
  const small = await minified();
  for (const [make] of examples) {
    const [error, theirs] = [make(core), make(small)];
    expect(theirs.constructor.name).not.toBe(error.constructor.name);
    expect(theirs.name).toBe(error.constructor.name);
    expect(theirs.stack).toContain(String(error));
    expect(Object.getOwnPropertyNames(theirs)).not.toContain('name');
    const recognizing = Object.entries(small)
      .filter(([, member]) => typeof member === 'function' && 'isInstance' in member && member.isInstance(theirs))
      .map(([name]) => name);
    expect(recognizing.toSorted()).toEqual([error.constructor.name, 'XError'].toSorted());
  }
});

test("two installed copies of the package recognize each other's errors", async () => {
  const other = await secondCopy();
  for (const [make] of examples) {
    const [mine, theirs] = [make(core), make(other)];
    expect(theirs).not.toBeInstanceOf(mine.constructor);
    expect(XError.isInstance(theirs)).toBe(true);
    expect(other.XError.isInstance(mine)).toBe(true);
    expect((mine.constructor as typeof XError).isInstance(theirs)).toBe(true);
    expect((theirs.constructor as typeof XError).isInstance(mine)).toBe(true);
  }
});

test.each([
  ['undefined', undefined],
  ['null', null],
  ['a string', 'DISPOSED'],
  ['a foreign error with the same code', Object.assign(new Error('no'), { code: 'DISPOSED' })],
  ['a look-alike without the marker', { name: 'DisposedError', code: 'DISPOSED', message: '' }],
])('isInstance returns false for %s', (_, value) => {
  expect(XError.isInstance(value)).toBe(false);
  expect(DisposedError.isInstance(value)).toBe(false);
  expect(core.hasErrorCode(value, 'DISPOSED')).toBe(false);
});

test('isInstance can be passed as a function', () => {
  expect([new DisposedError({ resource: 'It' }), new Error('no')].filter(XError.isInstance)).toHaveLength(1);
});

test('an unknown model error without similar names lists the known models', () => {
  const { message, suggestions } = new UnknownModelError({ model: 'gpt', kind: 'reranker', knownModels: ['a', 'b'] });
  expect(message).toContain('Known: "a", "b".');
  expect(suggestions).toEqual([]);
  expect(new UnknownModelError({ model: 'gpt', kind: 'reranker', knownModels: [] }).message).toContain('Known: none.');
  const tried = new UnknownModelError({
    model: 'gpt',
    kind: 'reranker',
    knownModels: ['a'],
    detail: 'nor is a b.',
    cause,
  });
  expect(tried.message).toBe('"gpt" is not a known reranker, nor is a b.');
  expect(tried.cause).toBe(cause);
});

test.each([
  ['a short string', 'mean', '"mean"'],
  ['a long string', 'x'.repeat(100), `"${'x'.repeat(60)}"…`],
  ['a number', NaN, 'NaN'],
  ['a bigint', 12n, '12n'],
  ['undefined', undefined, 'undefined'],
  ['null', null, 'null'],
  ['an array', [1, 2, 3], 'an array of 3'],
  ['a typed array', new Uint8Array(9), 'Uint8Array(9)'],
  ['an object', new Map(), 'an object (Map)'],
  ['an object without a prototype', Object.create(null), 'an object (null prototype)'],
  ['a function', () => {}, 'a function'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
])('an invalid argument error describes %s in a few words', (_, value, described) => {
  const error = new InvalidArgumentError({ parameter: 'p', value, expected: 'else' });
  expect(error.message).toBe(`p must be else, but is ${described}.`);
  expect(error.value).toBe(value);
});

test('a download error without a response has no status, neither as a field nor in its message', () => {
  const error = new DownloadError({ url: 'https://hub/x', message: 'No answer.', cause });
  expect(error.message).toBe('No answer. (https://hub/x)');
  expect(error.status).toBeUndefined();
});

test('a vector store error is not retryable by default', () => {
  const facts = { message: 'no', operation: 'upsert' };
  expect(new VectorStoreError(facts).isRetryable).toBe(false);
  expect(new VectorStoreError({ ...facts, isRetryable: true }).isRetryable).toBe(true);
});

test('a remote model error is not retryable by default', () => {
  const facts = { model: 'm', url: 'https://host/v1', message: 'is away.' };
  expect(new RemoteModelError(facts).isRetryable).toBe(false);
  expect(new RemoteModelError({ ...facts, isRetryable: true }).isRetryable).toBe(true);
});

test('the reason of an inference error is its message without the model name', () => {
  const error = new InferenceError({ model: 'm', message: 'no such node' });
  expect(error).toMatchObject({ reason: 'no such node', message: 'The model "m" failed: no such node' });
});

test('a pipeline stage error states a cause that is not an Error', () => {
  expect(new PipelineStageError({ stage: 'rerank', cause: 'gone' }).message).toBe('The stage "rerank" failed: gone');
});

test.each<[NativeLibraryProblem, string]>([
  [
    'not-installed',
    'The package "p" is not installed. Run "npm install p". A bundled program needs the package in a node_modules folder beside or above the bundle; in Next.js, outputFileTracingIncludes puts it there. (why)',
  ],
  ['no-binary', 'without its native library for linux-x64 (musl)'],
  ['wrong-libc', 'does not fit the C library of linux-x64 (musl)'],
  ['unloadable', 'cannot be loaded on linux-x64 (musl)'],
])('a native library error with the problem %s states the problem and the install command', (problem, words) => {
  const error = new NativeLibraryError({ packageName: 'p', problem, platform: 'linux-x64 (musl)', reason: 'why' });
  expect(error).toMatchObject({ packageName: 'p', problem, platform: 'linux-x64 (musl)', reason: 'why' });
  for (const part of [words, 'npm install p', '(why)']) expect(error.message).toContain(part);
  const alternative = 'Or take q.';
  const other = new NativeLibraryError({ packageName: 'p', problem, platform: 'x', reason: 'why', alternative });
  expect(other).toMatchObject({ alternative, message: expect.stringMatching(/\(why\) Or take q\.$/) });
});

test('errors keep the values that they are created with', () => {
  expect(new ModelFileError({ path: 'p', problem: 'html', message: '' })).toMatchObject({ path: 'p', problem: 'html' });
  const attempts = ['cache: no'];
  expect(new ModelUnavailableError({ model: 'm', attempts, advice: '' }).attempts).toBe(attempts);
  expect(new NonFiniteOutputError({ model: 'm', index: 1, value: Infinity })).toMatchObject({ value: Infinity });
  expect(new SequenceTooLongError({ index: 1, tokenCount: 9, maxLength: 8, advice: '' })).toMatchObject({
    tokenCount: 9,
  });
  const shape = { tensor: 't', expected: 'e', actual: 'a' };
  expect(new ShapeMismatchError({ ...shape, problem: 'No.' })).toMatchObject({ ...shape, message: 'No.' });
  const failures = { cuda: 'no' };
  expect(new UnsupportedExecutionProviderError({ requested: [], available: [], failures }).failures).toBe(failures);
});
