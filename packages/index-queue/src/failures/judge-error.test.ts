import {
  DownloadError,
  InferenceError,
  InvalidArgumentError,
  NonFiniteOutputError,
  PipelineStageError,
  RemoteModelError,
  SequenceTooLongError,
  ShapeMismatchError,
  VectorStoreError,
} from '@x/core';
import { describe, expect, it } from 'vitest';

import { isPassing, judgeError } from './judge-error.ts';

const ofStore = (facts: { status?: number; isRetryable?: boolean; retryAfterMs?: number }): VectorStoreError =>
  new VectorStoreError({ message: 'The store says no.', operation: 'upsert', ...facts });
const ofModel = (facts: { status?: number; isRetryable?: boolean; retryAfterMs?: number }): RemoteModelError =>
  new RemoteModelError({ message: 'says: secret text', model: 'm', url: 'https://host', ...facts });
const inStage = (cause: unknown): PipelineStageError => new PipelineStageError({ stage: 'embed', cause });

describe('judgeError', () => {
  it.each([
    ['an argument', new InvalidArgumentError({ parameter: 'id', value: 1, expected: 'a string' }), 'dead'],
    ['a long text', new SequenceTooLongError({ index: 0, tokenCount: 9, maxLength: 8, advice: '' }), 'dead'],
    ['NaN', new NonFiniteOutputError({ model: 'm', index: 0, value: NaN }), 'dead'],
    ['a shape', new ShapeMismatchError({ tensor: 't', expected: '2', actual: '3' }), 'dead'],
    ['a shape within a stage', inStage(new ShapeMismatchError({ tensor: 't', expected: '2', actual: '3' })), 'dead'],
    ['a refused request', ofStore({ status: 400 }), 'dead'],
    ['a body that is too large', ofModel({ status: 413 }), 'dead'],
    ['a wrong key, which may be corrected', ofModel({ status: 401 }), 'failed'],
    ['a collection that does not exist yet', ofStore({ status: 404 }), 'failed'],
    ['a store that is down', ofStore({ isRetryable: true }), 'failed'],
    ['a download', new DownloadError({ url: 'https://hub', status: 503, message: 'busy' }), 'failed'],
    ['a model', new InferenceError({ model: 'm', message: 'out of memory' }), 'failed'],
    ['an unknown error', new TypeError('x is undefined'), 'failed'],
    ['no error at all', 'broken', 'failed'],
    ['a 429', ofStore({ status: 429, isRetryable: true }), 'pause'],
    ['a 503 with Retry-After, within stages', inStage(inStage(ofModel({ status: 503, retryAfterMs: 7 }))), 'pause'],
  ])('judges %s', (_, error, kind) => {
    expect(judgeError(error, 5000).kind).toBe(kind);
  });

  it('pauses as long as the server requests, else for the given time', () => {
    expect(judgeError(ofStore({ status: 429, retryAfterMs: 1234 }), 5000)).toEqual({ kind: 'pause', ms: 1234 });
    expect(judgeError(ofStore({ status: 429 }), 5000)).toEqual({ kind: 'pause', ms: 5000 });
  });

  it.each([0, -5])('pauses for the given time when the server requests %s ms', (retryAfterMs) => {
    expect(judgeError(ofModel({ status: 503, retryAfterMs }), 5000)).toEqual({ kind: 'pause', ms: 5000 });
  });

  it('gives a reason without the text of a document', () => {
    const error = new InvalidArgumentError({ parameter: 'payload.text', value: 'secret text', expected: 'Unicode' });
    expect(judgeError(inStage(error), 5000)).toEqual({
      kind: 'dead',
      reason: 'InvalidArgumentError: payload.text must be Unicode',
    });
  });

  it('pauses for an hour at most when the server requests years', () => {
    const years = ofModel({ status: 503, retryAfterMs: 1e12 });
    expect(judgeError(years, 5000)).toEqual({ kind: 'pause', ms: 3_600_000 });
  });
});

describe('isPassing', () => {
  it.each([
    [ofModel({ isRetryable: true }), true],
    [ofStore({ status: 429 }), true],
    [inStage(new InferenceError({ model: 'm', message: 'out of memory' })), true],
    [new TypeError('the text function failed'), false],
    [ofModel({ status: 400 }), false],
  ])('judges %s', (error, expected) => {
    expect(isPassing(error)).toBe(expected);
  });
});
