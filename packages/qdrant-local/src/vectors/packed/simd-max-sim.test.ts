import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { distances } from '../../requests/types/vector-types.ts';
import { packedDimension, packedRows, rowsOf } from './__fixtures__/packed-scenes.ts';
import { CodeMaxSim } from './code-max-sim.ts';
import { ElementMaxSim } from './element-max-sim.ts';
import { packRows } from './packed-rows.ts';
import { SimdCodeMaxSim } from './simd-code-max-sim.ts';
import { SimdElementMaxSim } from './simd-element-max-sim.ts';

const codeKinds = ['int8', 'int4', 'bit1'] as const;
const datatypes = ['float32', 'float16', 'uint8'] as const;

function sceneOf(kind: (typeof codeKinds | typeof datatypes)[number]) {
  return packedDimension.chain((dimension) =>
    fc.record({
      dimension: fc.constant(dimension),
      query: packedRows(kind, dimension).map((values) => rowsOf(values, dimension)),
      points: fc.array(packedRows(kind, dimension, { maxRows: 21 }), { minLength: 1, maxLength: 4 }),
    }),
  );
}

test.each(codeKinds)('SIMD and TypeScript compute the same bits for rows of %s', (kind) => {
  fc.assert(
    fc.property(sceneOf(kind), ({ dimension, query, points }) => {
      const plain = new CodeMaxSim({ query, dimension, kind });
      const simd = SimdCodeMaxSim.create({ query, dimension, kind })!;
      for (const values of points) {
        const bytes = packRows(values, dimension, kind);
        expect(simd.similarity(bytes)).toBe(plain.similarity(bytes));
      }
    }),
    { numRuns: 300 },
  );
});

describe.each(distances)('by %s', (distance) => {
  test.each(datatypes)('SIMD and TypeScript compute the same bits for rows of %s', (datatype) => {
    fc.assert(
      fc.property(sceneOf(datatype), ({ dimension, query, points }) => {
        const plain = new ElementMaxSim({ query, dimension, datatype, distance });
        const simd = SimdElementMaxSim.create({ query, dimension, datatype, distance })!;
        for (const values of points) {
          const bytes = packRows(values, dimension, datatype);
          expect(simd.similarity(bytes)).toBe(plain.similarity(bytes));
        }
      }),
    );
  });
});

// One side is longer than a megabyte, so it is compared in several parts.
const large = [
  { what: 'rows of a point', dimension: 5, queryRows: 3, pointRows: 240_000 },
  { what: 'rows of a query', dimension: 33, queryRows: 9_001, pointRows: 5 },
  { what: 'rows of a query of the largest dimension', dimension: 65_536, queryRows: 9, pointRows: 2 },
  { what: 'rows of a point of the largest dimension', dimension: 65_536, queryRows: 1, pointRows: 18 },
];

describe.each(large)('more $what than fit at once', ({ dimension, queryRows, pointRows }) => {
  const query = rowsOf(noise(queryRows * dimension, 1), dimension);
  const values = noise(pointRows * dimension, 2);

  test.each(codeKinds)('%s rows score the same in SIMD and TypeScript', (kind) => {
    const bytes = packRows(values, dimension, kind);
    const simd = SimdCodeMaxSim.create({ query, dimension, kind })!;
    expect(simd.similarity(bytes)).toBe(new CodeMaxSim({ query, dimension, kind }).similarity(bytes));
  });

  test.each(datatypes)('%s rows score the same in SIMD and TypeScript', (datatype) => {
    const bytes = packRows(values, dimension, datatype);
    const options = { query, dimension, datatype, distance: 'Dot' } as const;
    expect(SimdElementMaxSim.create(options)!.similarity(bytes)).toBe(new ElementMaxSim(options).similarity(bytes));
  });
});

test.each(codeKinds)('products of the largest codes and the largest query do not overflow: %s', (kind) => {
  const dimension = 65_536;
  const ones = new Float32Array(dimension).fill(1);
  const bytes = packRows(ones, dimension, kind);
  const options = { query: [ones], dimension, kind };
  const expected = new CodeMaxSim(options).similarity(bytes);
  expect(SimdCodeMaxSim.create(options)!.similarity(bytes)).toBe(expected);
  expect(expected).toBeGreaterThan(0);
});

test('alternating comparisons each use their own query', () => {
  const dimension = 40;
  const comparisons = codeKinds.flatMap((kind) =>
    [3, 4].map((seed) => {
      const options = { query: rowsOf(noise(3 * dimension, seed), dimension), dimension, kind };
      const bytes = packRows(noise(7 * dimension, 5), dimension, kind);
      return { simd: SimdCodeMaxSim.create(options)!, bytes, expected: new CodeMaxSim(options).similarity(bytes) };
    }),
  );
  for (const { simd, bytes, expected } of [...comparisons, ...comparisons.toReversed()]) {
    expect(simd.similarity(bytes)).toBe(expected);
  }
});

/** Returns reproducible pseudorandom numbers from -1 to 1. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}
