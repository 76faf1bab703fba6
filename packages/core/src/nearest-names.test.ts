import fc from 'fast-check';
import { expect, test } from 'vitest';

import { nearestNames } from './nearest-names.ts';

const models = [
  'sentence-transformers/all-MiniLM-L6-v2',
  'sentence-transformers/paraphrase-MiniLM-L6-v2',
  'BAAI/bge-small-en-v1.5',
  'BAAI/bge-base-en-v1.5',
  'jinaai/jina-reranker-v2-base-multilingual',
];

test.each([
  ['all-minilm-l6-v2', 'sentence-transformers/all-MiniLM-L6-v2'],
  ['sentence-transformer/all-MiniLM-L6-v2', 'sentence-transformers/all-MiniLM-L6-v2'],
  ['all-MiniLM-L6', 'sentence-transformers/all-MiniLM-L6-v2'],
  ['Xenova/all-MiniLM-L6-v2', 'sentence-transformers/all-MiniLM-L6-v2'],
  ['bge-smal-en-v1.5', 'BAAI/bge-small-en-v1.5'],
  ['BAAI/bge-bse-en-v1.5', 'BAAI/bge-base-en-v1.5'],
  ['jina-reranker-v2', 'jinaai/jina-reranker-v2-base-multilingual'],
])('the name %s is closest to %s', (name, nearest) => {
  expect(nearestNames(name, models)[0]).toBe(nearest);
});

test('returns an empty list for a name with nothing in common', () => {
  expect(nearestNames('gpt-4o', models)).toEqual([]);
  expect(nearestNames('', models)).toEqual([]);
  expect(nearestNames('b', models)).toEqual([]);
});

test('returns an equal name before names that only contain it', () => {
  expect(nearestNames('bge-small', ['bge-small-v2', 'bge-small', 'x/bge-small-en'])[0]).toBe('bge-small');
});

const anyName = fc.oneof(fc.constantFrom(...models), fc.string({ maxLength: 30 }));

test('returns at most `limit` distinct known names, and a higher limit only appends names', () => {
  fc.assert(
    fc.property(anyName, fc.uniqueArray(anyName, { maxLength: 12 }), fc.nat(5), (name, known, limit) => {
      const near = nearestNames(name, known, limit);
      expect(near.length).toBeLessThanOrEqual(limit);
      expect(new Set(near).size).toBe(near.length);
      expect(known).toEqual(expect.arrayContaining(near));
      expect(nearestNames(name, known, limit + 1).slice(0, limit)).toEqual(near);
    }),
  );
});

test('finds a known name, ignoring upper and lower case, even with one typing error', () => {
  const slip = fc.record({
    name: fc.constantFrom(...models),
    at: fc.nat(20),
    letter: fc.constantFrom('', 'x', 'xy'),
    isUpper: fc.boolean(),
  });
  fc.assert(
    fc.property(slip, ({ name, at, letter, isUpper }) => {
      const slipped = name.slice(0, at) + letter + name.slice(at + 1);
      expect(nearestNames(isUpper ? slipped.toUpperCase() : slipped, models)).toContain(name);
    }),
  );
});
