import { expect, test } from 'vitest';

import { DocumentLengths } from './document-lengths.ts';

// The expected lengths are those of Python's local mode (qdrant_client/local/bm25.py, `round_doc_len`).
test.each([
  [0, 0],
  [1, 1],
  [8191, 8191],
  [8192, 8192],
  [8193, 8192],
  [16_383, 16_382],
  [16_385, 16_384],
  [16_387, 16_384],
  [16_388, 16_388],
  [100_007, 100_000],
  [4_294_967_295, 4_294_443_008],
])('a document of %i tokens is stored with the length %i', (length, kept) => {
  const lengths = new DocumentLengths();
  lengths.set(40, length);
  expect(lengths.view[40]).toBe(kept);
  expect(lengths.total).toBe(kept);
});

test('the total reflects every change', () => {
  const lengths = new DocumentLengths();
  lengths.set(0, 3);
  lengths.set(100, 4);
  lengths.set(0, 1);
  expect(lengths.total).toBe(5);
  lengths.set(100, 0);
  expect(lengths.total).toBe(1);
  expect([...lengths.view.subarray(0, 3)]).toEqual([1, 0, 0]);
});
