import { typedOutputGraph } from '@x/tiny-onnx';
import { describe, expect, it } from 'vitest';

import { modelOpener } from '../__tests__/open-models.ts';
import { collect, sequence } from '../__tests__/sequences.ts';
import { widenFloat16 } from './float16.ts';

const { open } = modelOpener();

describe('widenFloat16', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, Number.NaN],
  ])('widens the bits %i to %d', (bits, value) => {
    expect([...widenFloat16(Uint16Array.of(bits))]).toEqual([value]);
  });

  it('keeps the sign of zero, and takes numbers as they are', () => {
    expect(Object.is(widenFloat16(Uint16Array.of(0x8000))[0], -0)).toBe(true);
    expect([...widenFloat16([1.5, -2])]).toEqual([1.5, -2]);
  });
});

describe('a graph in half precision', () => {
  it('gives its results in float32', async () => {
    const model = await open(typedOutputGraph('float16'), { isolation: 'inline' });
    expect(await collect(model.run([sequence(1, 2, 2048)]))).toEqual([[1, 2, 2048]]);
  });
});
