import { expect, test } from 'vitest';

import { distances } from '../requests/types/vector-types.ts';
import { denseValue } from '../requests/vectors/vector-value.ts';
import { DenseColumn } from './dense-column.ts';

test('a block contains fewer slots when vectors are long, and at least one', () => {
  const slotsAtOnce = (size: number) =>
    new DenseColumn({ size, distance: 'Dot' }).scorer(denseValue(new Float32Array(size))).slotsAtOnce;
  expect([2, 384, 4096, 65_536].map(slotsAtOnce)).toEqual([1024, 1024, 256, 16]);
});

test.each(distances)('similarities beyond the range of float32 become its lowest value: %s', (distance) => {
  const column = new DenseColumn({ size: 2, distance });
  const query = denseValue(Float32Array.of(3e38, 3e38));
  const far = denseValue(Float32Array.of(-3e38, -3e38));
  column.set(0, far);
  const [range, list] = [new Float32Array(1), new Float32Array(1)];
  column.scorer(query).scoreRange(0, range);
  column.scorer(query).scoreSlots(Uint32Array.of(0), list);
  expect([range[0], list[0], column.similarity(query, far)]).toEqual([-3.4028234663852886e38, range[0], range[0]]);
});

test('uint8 vectors are compared by the uint8 cosine, at any length', () => {
  const column = new DenseColumn({ size: 2, distance: 'Cosine', datatype: 'uint8' });
  column.set(0, denseValue(Float32Array.of(3, 4)));
  const out = new Float32Array(1);
  column.scorer(denseValue(Float32Array.of(30, 40))).scoreRange(0, out);
  expect(out[0]).toBe(1);
  expect(column.get(0)).toEqual(denseValue(Float32Array.of(3, 4)));
});

test('float16 vectors are returned rounded to float16', () => {
  const column = new DenseColumn({ size: 2, distance: 'Dot', datatype: 'float16' });
  column.set(3, denseValue(Float32Array.of(0.1, 1)));
  expect(column.get(3)).toEqual(denseValue(Float32Array.of(0.0999755859375, 1)));
});
