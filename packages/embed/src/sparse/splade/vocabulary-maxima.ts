// The session's thread imports this module by its URL, so that `[tokens, vocabulary]` never leaves the thread.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

/** How to compute weights from a model's logits. */
export interface VocabularyMaximaOptions {
  readonly vocabularySize: number;
  /** How often ln(1 + x) is applied: once for SPLADE, twice for the third generation of OpenSearch's models. */
  readonly logarithms: 1 | 2;
}

/**
 * Creates the reduction of `[batch, tokens, vocabulary]` to the weights of words: ln(1 + relu(greatest logit among the text's tokens)).
 *
 * A result contains the ids of all words with a weight above 0, ascending, followed by their weights. Ids below 2²⁴, more than any vocabulary
 * has, are exact in float32.
 */
export function createReduction({ vocabularySize, logarithms }: VocabularyMaximaOptions): Reduction {
  return ({ outputs: [output], lengths, sequenceLength }) => {
    const dims = output?.dims ?? [];
    if (output === undefined || dims.length !== 3 || dims[2] !== vocabularySize) {
      const expected = `[batch, tokens, ${vocabularySize}]`;
      throw new ShapeMismatchError({ tensor: output?.name ?? 'output 0', expected, actual: `[${dims.join(', ')}]` });
    }
    return Array.from(lengths, (length, row) => {
      const start = row * sequenceLength * vocabularySize;
      const logits = output.data.subarray(start, start + length * vocabularySize);
      return toIdsAndWeights(maximaOf(logits, vocabularySize), logarithms);
    });
  };
}

/** Returns the greatest logit of each word, at least 0. The logarithm keeps the order, so it is applied later, to the few words that remain. */
function maximaOf(logits: Float32Array, vocabularySize: number): Float32Array {
  const maxima = new Float32Array(vocabularySize);
  for (let start = 0; start < logits.length; start += vocabularySize) {
    // Math.max propagates NaN, so it is reported later. A comparison would drop it.
    for (let id = 0; id < vocabularySize; id++) maxima[id] = Math.max(maxima[id]!, logits[start + id]!);
  }
  return maxima;
}

function toIdsAndWeights(maxima: Float32Array, logarithms: 1 | 2): Float32Array {
  const count = maxima.reduce((sum, value) => (value === 0 ? sum : sum + 1), 0);
  const result = new Float32Array(2 * count);
  let position = 0;
  for (const [id, maximum] of maxima.entries()) {
    if (maximum === 0) continue;
    const weight = Math.log1p(maximum);
    result[position] = id;
    result[count + position++] = logarithms === 1 ? weight : Math.log1p(weight);
  }
  return result;
}
