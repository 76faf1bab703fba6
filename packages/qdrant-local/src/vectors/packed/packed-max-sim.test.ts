import fc from 'fast-check';
import { expect, test, vi } from 'vitest';

import { similarityOf } from '../../__fixtures__/column-at-once.ts';
import { type Distance, distances } from '../../requests/types/vector-types.ts';
import { MultiColumn } from '../multi-column.ts';
import { packedDimension, packedRows, rowsOf } from './__fixtures__/packed-scenes.ts';
import { PackedMaxSim } from './packed-max-sim.ts';
import { packRows, unpackRows } from './packed-rows.ts';

const elementKinds = ['float32', 'float16', 'uint8'] as const;
const codeKinds = ['int8', 'int4', 'bit1'] as const;

test.each(elementKinds.flatMap((kind) => distances.map((distance) => [kind, distance] as const)))(
  'packed rows of %s by %s have the same similarity as a multivector in memory',
  (kind, distance) => {
    const scene = packedDimension.chain((dimension) =>
      fc.tuple(fc.constant(dimension), packedRows(kind, dimension), packedRows(kind, dimension)),
    );
    fc.assert(
      fc.property(scene, ([dimension, query, values]) => {
        const column = new MultiColumn({ size: dimension, distance, datatype: kind });
        const inMemory = similarityOf(
          column,
          { kind: 'multi', dimension, values: query },
          { kind: 'multi', dimension, values },
        );
        const comparison = new PackedMaxSim({ query: rowsOf(query, dimension), dimension, kind, distance });
        expect(comparison.similarity(packRows(values, dimension, kind)) + 0).toBe(inMemory + 0);
      }),
    );
  },
);

const moderate = fc.double({ min: -1, max: 1, noNaN: true });

test.each(codeKinds)('the similarity of %s rows is close to that of the values a client reads', (kind) => {
  const scene = packedDimension.chain((dimension) => {
    const rows = fc.integer({ min: 1, max: 6 }).chain((count) => {
      return fc.array(moderate, { minLength: count * dimension, maxLength: count * dimension });
    });
    return fc.tuple(fc.constant(dimension), rows, rows);
  });
  fc.assert(
    fc.property(scene, ([dimension, queryValues, values]) => {
      const query = rowsOf(Float32Array.from(queryValues), dimension);
      const bytes = packRows(Float32Array.from(values), dimension, kind);
      const unpacked = rowsOf(unpackRows(bytes, dimension, kind), dimension);
      const exact = query.map((row) => Math.max(...unpacked.map((other) => dotProduct(row, other))));
      // Each component of the query is off by half a step of at most 1 / 32,767; the rest is float32 rounding.
      const lengths = unpacked.map((other) => other.reduce((sum, value) => sum + Math.abs(value), 0));
      const bound = query.length * (Math.max(...lengths) * (0.5 / 32_767 + 1e-6) + 1e-6);
      const comparison = new PackedMaxSim({ query, dimension, kind, distance: 'Dot' });
      expect(Math.abs(comparison.similarity(bytes) - sumOf(exact))).toBeLessThanOrEqual(bound);
    }),
  );
});

test.each(codeKinds)('one comparison of %s scores points in any order, independently of each other', (kind) => {
  const scene = fc.tuple(packedRows(kind, 17), fc.array(packedRows(kind, 17), { minLength: 2, maxLength: 5 }));
  fc.assert(
    fc.property(scene, ([query, points]) => {
      const options = { query: rowsOf(query, 17), dimension: 17, kind, distance: 'Cosine' as Distance };
      const comparison = new PackedMaxSim(options);
      for (const point of [...points, ...points.toReversed()]) {
        const bytes = packRows(point, 17, kind);
        expect(comparison.similarity(bytes)).toBe(new PackedMaxSim(options).similarity(bytes));
      }
    }),
  );
});

test('a query of zeros has similarity 0 with every row of codes', () => {
  for (const kind of codeKinds) {
    const comparison = new PackedMaxSim({ query: [new Float32Array(3)], dimension: 3, kind, distance: 'Cosine' });
    expect(comparison.similarity(packRows(Float32Array.of(1, 2, 3, 3e38, 0, 0), 3, kind))).toBe(0);
  }
});

test('a platform without WebAssembly computes the same similarities', async () => {
  const query = [Float32Array.of(0.6, -0.8, 0), Float32Array.of(0, 0.28, 0.96)];
  const values = Float32Array.of(0.8, 0, -0.6, 0.1, -0.7, 0.7);
  const kinds = [...elementKinds, ...codeKinds];
  const similarities = (comparison: typeof PackedMaxSim): number[] =>
    kinds.map((kind) => {
      const options = { query, dimension: 3, kind, distance: 'Dot' as const };
      return new comparison(options).similarity(packRows(values, 3, kind));
    });
  const expected = similarities(PackedMaxSim);
  vi.stubGlobal('WebAssembly', undefined);
  // Reloads the modules, because the kernels are compiled only once.
  vi.resetModules();
  try {
    const { PackedMaxSim: plain } = await import('./packed-max-sim.ts');
    expect(similarities(plain)).toEqual(expected);
  } finally {
    vi.unstubAllGlobals();
    vi.resetModules();
  }
});

function dotProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
