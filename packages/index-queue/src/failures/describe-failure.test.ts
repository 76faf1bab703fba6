import {
  DownloadError,
  InferenceError,
  InvalidArgumentError,
  NonFiniteOutputError,
  PipelineStageError,
  QueueError,
  RemoteModelError,
  VectorStoreError,
} from '@x/core';
import { describe, expect, it } from 'vitest';

import { describeFailure, describeRejection } from './describe-failure.ts';

const ofModel = (facts: { status?: number; isRetryable?: boolean }): RemoteModelError =>
  new RemoteModelError({ message: 'says: secret text', model: 'm', url: 'https://host', ...facts });
const inStage = (cause: unknown): PipelineStageError => new PipelineStageError({ stage: 'embed', cause });
const argument = new InvalidArgumentError({ parameter: 'text', value: 'secret text', expected: 'a string' });

describe('describeFailure', () => {
  it.each([
    [inStage(argument), 'InvalidArgumentError: text must be a string'],
    [inStage(ofModel({ status: 400 })), 'RemoteModelError (HTTP 400)'],
    // A gateway that reports a failure with the status 200.
    [ofModel({}), 'RemoteModelError'],
    [new InferenceError({ model: 'Qdrant/bm25', message: 'no words in "secret text"' }), 'InferenceError'],
    [parsing('secret text'), /^SyntaxError at \S*describe-failure\.test\.ts:\d+:\d+$/],
    [
      new Error('secret text\n    at secret text (secret text:1:2)'),
      /^Error at \S*describe-failure\.test\.ts:\d+:\d+$/,
    ],
    [Object.assign(new Error('secret text'), { code: 'NOT_FOUND', status: 404 }), /^Error \(NOT_FOUND, HTTP 404\) at /],
    [Object.assign(new Error('secret text'), { code: 'secret text' }), /^Error at /],
    [new TypeError('fetch failed', { cause: failed('ECONNRESET', 'secret text') }), /^TypeError \(ECONNRESET\) at /],
    ['secret text', 'string'],
  ])('contains nothing of the text of a document: %s', (error, expected) => {
    expect(describeFailure(error)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
    expect(describeFailure(error)).not.toContain('secret text');
  });

  it.each([
    new QueueError({ message: 'The queue is down.', queue: 'q', operation: 'add' }),
    new DownloadError({ url: 'https://hub', status: 503, message: 'busy' }),
    new InferenceError({ model: 'm', message: 'out of memory' }),
    new VectorStoreError({ message: 'cannot be reached', operation: 'upsert', isRetryable: true }),
    new VectorStoreError({ message: 'no such collection', operation: 'upsert', status: 404 }),
    Object.assign(failed('ENOENT', "no such file, open 'bees.md'"), { syscall: 'open' }),
  ])('keeps a message that cannot quote a document: %s', (error) => {
    expect(describeFailure(error)).toBe(`${error.name}: ${error.message}`);
  });
});

describe('describeRejection', () => {
  it.each([
    [
      new InvalidArgumentError({ parameter: 'text', value: 'secret text', expected: 'a string' }),
      /^text must be a string$/,
    ],
    [
      new InvalidArgumentError({ parameter: 'text', value: 'secret text', expected: 'short', advice: 'Split it.' }),
      /^text must be short\. Split it\.$/,
    ],
    [new NonFiniteOutputError({ model: 'm', index: 3, value: NaN }), /input 3/],
    [inStage(ofModel({ status: 400 })), 'RemoteModelError (HTTP 400)'],
    [new SyntaxError('Unexpected token in "secret text"'), 'SyntaxError'],
    ['secret text', 'string'],
  ])('contains nothing of the text of a document: %s', (error, expected) => {
    expect(describeRejection(error)).toMatch(expected);
    expect(describeRejection(error)).not.toContain('secret text');
  });
});

function parsing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function failed(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
