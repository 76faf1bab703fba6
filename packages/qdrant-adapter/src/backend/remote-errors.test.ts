import { QdrantClientResourceExhaustedError } from '@qdrant/js-client-rest';
import { describe, expect, it } from 'vitest';
import { toVectorStoreError } from './remote-errors.ts';

const request = { operation: 'query', collection: 'c', server: 'http://localhost:6333', secrets: [], observed: {} };

describe('toVectorStoreError', () => {
  it('recognizes a rate limit from the errors of the official client', () => {
    const seconds = new QdrantClientResourceExhaustedError('Too Many Requests', '1');
    const date = new Error('Invalid retryAfter value: M');
    for (const error of [seconds, date]) {
      expect(toVectorStoreError(error, request)).toMatchObject({ status: 429, isRetryable: true, cause: error });
    }
  });

  it('does not treat a programming error as a network failure', () => {
    const mistake = new TypeError('Do not know how to serialize a BigInt');
    const error = toVectorStoreError(mistake, request);
    expect(error).toMatchObject({ status: undefined, isRetryable: false, cause: mistake });
    expect(error.message).toContain('Do not know how to serialize a BigInt');
  });

  it('names the code of a failure without a message, such as a host name with several addresses', () => {
    const cause = Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')], ''), {
      code: 'ECONNREFUSED',
    });
    const error = toVectorStoreError(new TypeError('fetch failed', { cause }), request);
    expect(error.message).toBe('http://localhost:6333 cannot be reached: ECONNREFUSED. Is the server running?');
  });

  it.each(['sec"ret-value', 'sec\\ret-value'])('has no cause that shows %s, as JSON writes it', (secret) => {
    const answer = Object.assign(new Error('Forbidden'), {
      status: 403,
      data: { status: { error: 'no' }, key: secret },
    });
    expect(toVectorStoreError(answer, { ...request, secrets: [secret] })).not.toHaveProperty('cause');
  });

  it('shortens a long page', () => {
    const page = Object.assign(new Error('Bad Gateway'), { status: 502, data: `<html>${'x'.repeat(10_000)}` });
    expect(toVectorStoreError(page, request).message.length).toBeLessThan(500);
  });
});
