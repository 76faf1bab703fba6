import type { DenseLayer, HeadLayer } from '@x/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applyHead } from './apply-head.ts';
import { erf } from './erf.ts';

const identity: DenseLayer = {
  kind: 'dense',
  inputs: 2,
  outputs: 3,
  weight: Float32Array.of(1, 2, /* second row */ 3, 4, /* third row */ -1, 0),
  activation: 'identity',
};
const numbers = fc.float32Array({
  noNaN: true,
  noDefaultInfinity: true,
  min: -100,
  max: 100,
  minLength: 2,
  maxLength: 9,
});

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 5);
}

describe('a dense layer', () => {
  const vector = (): Float32Array => Float32Array.of(1, -2);

  it('multiplies the vector by its rows', () => expectClose(applyHead(vector(), [identity]), [-3, -5, -1]));

  it('matches the definition for any size', () => {
    const sizes = fc.record({ inputs: fc.integer({ min: 1, max: 9 }), outputs: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 1000 }), ({ inputs, outputs }, seed) => {
        const valueOf = (index: number): number => ((index * 7 + seed) % 11) - 5;
        const weight = Float32Array.from({ length: inputs * outputs }, (_, index) => valueOf(index));
        const values = Array.from({ length: inputs }, (_, index) => valueOf(index + 3));
        const expected = Array.from({ length: outputs }, (_, row) =>
          values.reduce((sum, value, column) => sum + value * weight[row * inputs + column]!, 0),
        );
        const layer: DenseLayer = { kind: 'dense', inputs, outputs, weight, activation: 'identity' };
        expectClose(applyHead(Float32Array.from(values), [layer]), expected);
      }),
    );
  });

  it('adds its bias before the activation', () => {
    const layer = { ...identity, bias: Float32Array.of(1, 2, 3), activation: 'tanh' } as const;
    expectClose(applyHead(vector(), [layer]), [-2, -3, 2].map(Math.tanh));
  });

  it('adds its input, or a projection of it, after the activation', () => {
    const square = { ...identity, outputs: 2, weight: Float32Array.of(1, 0, 0, 1), activation: 'tanh' } as const;
    expectClose(applyHead(vector(), [{ ...square, residual: 'input' }]), [Math.tanh(1) + 1, Math.tanh(-2) - 2]);
    const projected = { ...square, residual: Float32Array.of(0, 1, 10, 0) };
    expectClose(applyHead(vector(), [projected]), [Math.tanh(1) - 2, Math.tanh(-2) + 10]);
  });

  it('computes the exact GELU, not the approximation with tanh', () => {
    const one: DenseLayer = { kind: 'dense', inputs: 1, outputs: 1, weight: Float32Array.of(1), activation: 'gelu' };
    const gelu = (x: number): number => applyHead(Float32Array.of(x), [one])[0]!;
    // torch.nn.functional.gelu of torch 2.15; with approximate="tanh" the second is -0.04540229.
    for (const [x, value] of [
      [1, 0.8413447],
      [-2, -0.04550028],
      [0, 0],
      [-40, 0],
      [40, 40],
    ] as const) {
      expect(gelu(x)).toBeCloseTo(value, 6);
    }
  });
});

describe('a layer normalization', () => {
  it('yields a mean of 0 and a variance of 1, before it scales and shifts', () => {
    fc.assert(
      fc.property(numbers, (vector) => {
        const mean = vector.reduce((sum, value) => sum + value / vector.length, 0);
        const variance = vector.reduce((sum, value) => sum + (value - mean) ** 2 / vector.length, 0);
        fc.pre(variance > 1e-2);
        const layer: HeadLayer = {
          kind: 'layerNorm',
          weight: new Float32Array(vector.length).fill(2),
          bias: new Float32Array(vector.length).fill(5),
          epsilon: 1e-5,
        };
        const result = applyHead(vector.slice(), [layer]);
        const moved = result.map((value) => (value - 5) / 2);
        expect(moved.reduce((sum, value) => sum + value, 0) / moved.length).toBeCloseTo(0, 3);
        expect(moved.reduce((sum, value) => sum + value * value, 0) / moved.length).toBeCloseTo(
          variance / (variance + 1e-5),
          3,
        );
      }),
    );
  });

  it('returns its bias for a vector of equal numbers', () => {
    const layer = {
      kind: 'layerNorm',
      weight: Float32Array.of(3, 3),
      bias: Float32Array.of(1, 2),
      epsilon: 1e-5,
    } as const;
    expectClose(applyHead(Float32Array.of(7, 7), [layer]), [1, 2]);
  });
});

describe('a head', () => {
  it('applies its layers in order, and returns the vector unchanged without layers', () => {
    expect(applyHead(Float32Array.of(3, 4), [])).toEqual(Float32Array.of(3, 4));
    const layers: HeadLayer[] = [identity, { kind: 'truncate', dimension: 2 }, { kind: 'normalize' }];
    // The dense layer returns [11, 25, -3], which is truncated to [11, 25].
    expectClose(applyHead(Float32Array.of(3, 4), layers), [11 / Math.hypot(11, 25), 25 / Math.hypot(11, 25)]);
  });

  it('refuses a vector whose length does not match its layer', () => {
    expect(() => applyHead(Float32Array.of(1), [identity])).toThrow(RangeError);
  });
});

describe('the error function', () => {
  it.each([
    // math.erf of Python 3.11.
    [0, 0],
    [1e-9, 1.128379167095e-9],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2.5, 0.999593047982555],
    [4, 0.9999999845827421],
    [5.9, 1],
    [7, 1],
    [Infinity, 1],
  ])('maps %d to %d, and is odd', (x, value) => {
    expect(erf(x)).toBeCloseTo(value, 14);
    expect(erf(-x)).toBeCloseTo(-value, 14);
  });

  it('returns NaN for NaN', () => expect(erf(NaN)).toBeNaN());
});
