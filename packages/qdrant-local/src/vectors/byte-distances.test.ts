import fc from 'fast-check';
import { expect, test } from 'vitest';

import { byteKernels } from './byte-distances.ts';

const { fround } = Math;
const bytes = fc.array(fc.nat(255), { minLength: 1, maxLength: 40 });

test('sums of bytes are exact at every row offset', () => {
  const pair = bytes.chain((a) =>
    fc.tuple(fc.constant(a), fc.array(fc.nat(255), { minLength: a.length, maxLength: a.length }), fc.nat(7)),
  );
  fc.assert(
    fc.property(pair, ([a, b, offset]) => {
      const query = Int16Array.from(a);
      const rows = Uint8Array.from([...Array<number>(offset).fill(9), ...b, 9, 9]);
      const sum = (term: (x: number, y: number) => number): number => a.reduce((s, x, i) => s + term(x, b[i]!), 0);
      expect(byteKernels.Dot(query, rows, offset)).toBe(fround(sum((x, y) => x * y)));
      expect(byteKernels.Euclid(query, rows, offset)).toBe(fround(sum((x, y) => (x - y) ** 2)));
      expect(byteKernels.Manhattan(query, rows, offset)).toBe(fround(sum((x, y) => Math.abs(x - y))));
      const lengths = Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
      expect(byteKernels.Cosine(query, rows, offset)).toBeCloseTo(
        lengths === 0 ? 0 : sum((x, y) => x * y) / lengths,
        5,
      );
    }),
  );
});

test('the largest possible sum is exact: 65,536 products of 255', () => {
  const size = 65_536;
  expect(byteKernels.Dot(new Int16Array(size).fill(255), new Uint8Array(size).fill(255), 0)).toBe(
    fround(size * 255 * 255),
  );
});

test('a vector of zeros has cosine 0 with every vector, including itself (metric_uint/simple_cosine.rs)', () => {
  const some = [255, 255, 0, 254];
  const zeros = [0, 0, 0, 0];
  expect(byteKernels.Cosine(Int16Array.from(zeros), Uint8Array.from(some), 0)).toBe(0);
  expect(byteKernels.Cosine(Int16Array.from(some), Uint8Array.from(zeros), 0)).toBe(0);
  expect(byteKernels.Cosine(Int16Array.from(zeros), Uint8Array.from(zeros), 0)).toBe(0);
});
