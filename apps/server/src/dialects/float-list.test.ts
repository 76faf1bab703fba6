import fc from 'fast-check';
import { expect, it } from 'vitest';

import { toFloatList } from './float-list.ts';

it('parses back to the same float32 values', () => {
  const floats = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ noNaN: true, min: -1, max: 1 }),
  );
  fc.assert(
    fc.property(fc.array(floats), (values) => {
      const vector = Float32Array.from(values);
      const read = Float32Array.from(JSON.parse(JSON.stringify(toFloatList(vector))) as number[]);
      // JSON has no negative zero.
      expect(read).toEqual(vector.map((value) => value + 0));
    }),
    { numRuns: 1000 },
  );
});

it('makes the JSON of a unit vector at least a third shorter', () => {
  const vector = Float32Array.from({ length: 384 }, (_, index) => Math.sin(index * index) / 14);
  const plain = JSON.stringify(Array.from(vector)).length;
  expect(JSON.stringify(toFloatList(vector)).length).toBeLessThan((plain * 2) / 3);
});
