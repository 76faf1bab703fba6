// Loaded by address into the session's thread, so that `[tokens, vocabulary]` never leaves it.
import { ShapeMismatchError } from '@x/core';
import type { Reduction } from '@x/onnx-runtime';

/** How a model's logits become weights. */
export interface VocabularyMaximaOptions {
  readonly vocabularySize: number;
  /** How often ln(1 + x) is taken: once by SPLADE, twice by the third generation of OpenSearch's models. */
  readonly logarithms: 1 | 2;
}

/**
 * Makes the reduction of `[batch, tokens, vocabulary]` to the weights of words: ln(1 + relu(greatest logit among the text's tokens)).
 *
 * A result holds the ids of all words whose weight is above 0, ascending, and behind them their weights. Ids are exact in
 * float32 below 2²⁴, beyond any vocabulary.
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

/** The greatest logit of each word, at least 0. The logarithm keeps the order, so that it can wait until few are left. */
function maximaOf(logits: Float32Array, vocabularySize: number): Float32Array {
  const maxima = new Float32Array(vocabularySize);
  for (let start = 0; start < logits.length; start += vocabularySize) {
    // Math.max lets NaN through, which is then reported; a comparison would drop it.
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
