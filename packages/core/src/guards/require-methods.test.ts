import { describe, expect, test } from 'vitest';

import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { valuesOfOtherKinds } from '../testing/values-of-other-kinds.ts';
import { requireMadeBy, requireMethods } from './require-methods.ts';

function messageFrom(guard: () => unknown): string {
  try {
    guard();
  } catch (error) {
    if (InvalidArgumentError.isInstance(error)) return error.message;
  }
  throw new Error('The guard did not throw an InvalidArgumentError.');
}

describe('requireMethods', () => {
  const wanted = { methods: ['rerank'], expected: 'a reranker' };

  test('returns a value that has or inherits the methods', () => {
    class Reranker {
      rerank(): void {}
    }
    for (const value of [{ rerank() {} }, new Reranker()])
      expect(requireMethods(value, 'reranker', wanted)).toBe(value);
  });

  test('states the remedy for a promise and for a class', async () => {
    const Loaded = class Loaded {
      readonly isLoaded = true;
      static async load(): Promise<void> {}
    };
    const messageOf = (value: unknown): string => messageFrom(() => requireMethods(value, 'reranker', wanted));
    expect(messageOf(Promise.resolve())).toBe('reranker must be a reranker, but is a promise: await it first.');
    expect(messageOf(Loaded)).toBe(
      'reranker must be a reranker, but is the class Loaded: call `await Loaded.load(...)` first.',
    );
    for (const value of [...valuesOfOtherKinds(), { rerank: true }]) expect(messageOf(value)).toContain('a reranker');
  });
});

test('requireMadeBy refuses an argument without the given field of the parts that load passes', () => {
  const parts = { tokenizer: {} };
  expect(requireMadeBy('Model.load(name)', parts, 'tokenizer')).toBe(parts);
  expect(messageFrom(() => requireMadeBy('Model.load(name)', { name: 'a' }, 'tokenizer'))).toBe(
    'new Model cannot be called directly. Use `await Model.load(name)` instead of `new`.',
  );
});
