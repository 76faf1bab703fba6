import {
  InferenceError,
  InvalidArgumentError,
  NativeLibraryError,
  ShapeMismatchError,
  UnsupportedExecutionProviderError,
  type XError,
} from '@x/core';
import { expect, test } from 'vitest';

import { fromWireError, toWireError } from './wire-error.ts';

/** Returns the error as it arrives on the other side. */
function send(error: unknown): Error {
  return fromWireError(structuredClone(toWireError(error)), 'm');
}

test.each<[string, XError]>([
  ['ShapeMismatchError', new ShapeMismatchError({ tensor: 't', expected: '[1]', actual: '[2]' })],
  [
    'ShapeMismatchError with a problem',
    new ShapeMismatchError({ tensor: 't', expected: '1', actual: '2', problem: 'No.' }),
  ],
  [
    'UnsupportedExecutionProviderError',
    new UnsupportedExecutionProviderError({ requested: ['a'], available: ['cpu'], failures: { a: 'no' } }),
  ],
  [
    'NativeLibraryError',
    new NativeLibraryError({ packageName: 'p', problem: 'no-binary', platform: 'linux-x64', reason: 'not there' }),
  ],
  ['InferenceError', new InferenceError({ model: 'm', message: 'its graph needs more.' })],
])('%s arrives with its class, facts and message', (_, error) => {
  const arrived = send(error);
  expect(arrived).toBeInstanceOf(error.constructor);
  expect(Object.entries(arrived)).toEqual(Object.entries(error));
  expect(arrived.message).toBe(error.message);
  expect(arrived.cause).toBeUndefined();
});

test('the cause of an InferenceError arrives with its message and stack', () => {
  const cause = new Error('Non-zero status code');
  const arrived = send(new InferenceError({ model: 'm', message: cause.message, cause }));
  expect(arrived.message).toBe('The model "m" failed: Non-zero status code');
  expect(arrived.cause).toMatchObject({ message: cause.message, stack: cause.stack });
});

test('any other error arrives as the cause of an InferenceError', () => {
  const error = new InvalidArgumentError({ parameter: 'pooling', value: 'max', expected: "one of 'mean'" });
  const arrived = send(error);
  expect(arrived).toBeInstanceOf(InferenceError);
  expect(arrived).toMatchObject({ reason: error.message, cause: { message: error.message } });
});

test('a thrown value that is not an error arrives as text', () => {
  const arrived = send('only text');
  expect(arrived).toMatchObject({ code: 'INFERENCE', reason: 'only text' });
  expect(arrived.cause).toBeUndefined();
});
