import { type DenseActivation, type DenseLayer, type HeadLayer, type LayerNormLayer, normalizeInPlace } from '@x/core';

import { erf } from './erf.ts';

/**
 * Applies the layers of a model's head to one vector, in order. Sums use float64; the result of each layer is float32.
 *
 * Called by reductions, in the session's thread. The input vector may be modified; the result may be the same array.
 *
 * @throws {RangeError} when a layer expects vectors of another length.
 *
 * @example
 * applyHead(Float32Array.of(3, 4), [{ kind: 'normalize' }]); // => Float32Array [0.6, 0.8]
 */
export function applyHead(vector: Float32Array, layers: readonly HeadLayer[]): Float32Array {
  return layers.reduce(applyLayer, vector);
}

function applyLayer(vector: Float32Array, layer: HeadLayer): Float32Array {
  switch (layer.kind) {
    case 'dense':
      return applyDense(requireLength(vector, layer.inputs), layer);
    case 'layerNorm':
      return applyLayerNorm(requireLength(vector, layer.weight.length), layer);
    case 'normalize':
      return normalizeInPlace(vector);
    case 'truncate':
      return vector.slice(0, layer.dimension);
  }
}

function requireLength(vector: Float32Array, length: number): Float32Array {
  if (vector.length === length) return vector;
  throw new RangeError(`a layer of the head expects ${length} numbers, not ${vector.length}`);
}

const activations: Readonly<Record<DenseActivation, (value: number) => number>> = {
  identity: (value) => value,
  tanh: Math.tanh,
  gelu: (value) => (value / 2) * (1 + erf(value * Math.SQRT1_2)),
};

function applyDense(vector: Float32Array, { outputs, weight, bias, activation, residual }: DenseLayer): Float32Array {
  const activate = activations[activation];
  const result = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const value = activate(dotRow(weight, output, vector) + (bias?.[output] ?? 0));
    const added =
      residual === undefined ? 0 : residual === 'input' ? vector[output]! : dotRow(residual, output, vector);
    result[output] = value + added;
  }
  return result;
}

function dotRow(rows: Float32Array, row: number, vector: Float32Array): number {
  const { length } = vector;
  const start = row * length;
  // Four separate sums, because each addition waits for the previous one of the same sum.
  let [a, b, c, d] = [0, 0, 0, 0];
  let input = 0;
  for (; input + 3 < length; input += 4) {
    a += rows[start + input]! * vector[input]!;
    b += rows[start + input + 1]! * vector[input + 1]!;
    c += rows[start + input + 2]! * vector[input + 2]!;
    d += rows[start + input + 3]! * vector[input + 3]!;
  }
  for (; input < length; input++) a += rows[start + input]! * vector[input]!;
  return a + b + (c + d);
}

function applyLayerNorm(vector: Float32Array, { weight, bias, epsilon }: LayerNormLayer): Float32Array {
  let mean = 0;
  for (const value of vector) mean += value / vector.length;
  let variance = 0;
  for (const value of vector) variance += (value - mean) ** 2 / vector.length;
  const scale = 1 / Math.sqrt(variance + epsilon);
  return vector.map((value, component) => (value - mean) * scale * weight[component]! + bias[component]!);
}
